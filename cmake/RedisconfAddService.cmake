# redisconf_add_service(<name> SCHEMA <file> [OUTPUT_DIRECTORY <dir>])
#
# Keeps the generated wrapper of one service up to date and compiles it. Gives the target
# <name>::redis_config, used as
#
#   #include <name>/redis_config.h
#   target_link_libraries(my_program PRIVATE <name>::redis_config)
#
# SCHEMA            the shared schema; the service's own is services/<name>.yaml beside it
# OUTPUT_DIRECTORY  where the generated files are kept, and committed;
#                   default: <project>/services/<name>/generated
#
# redisconf_add_services(SCHEMA <file>)
#
# The same for every services/*.yaml beside the schema: adding a service is adding one file, and
# the next build sees it. Sets REDISCONF_SERVICES to their names in the caller's scope.
#
# A normal build regenerates in place when the schema, the tool or a template changed, and
# writes only files that differ. With REDISCONF_FROZEN the build writes nothing and fails with
# the difference instead. REDISCONF_EXECUTABLE names a tool of the build machine (cross builds).
cmake_policy(VERSION 3.25)

# The command that generates, and what it depends on, in the caller's `tool` and `tool_dependency`.
function(_redisconf_find_tool)
  if(REDISCONF_EXECUTABLE)
    set(tool "${REDISCONF_EXECUTABLE}" PARENT_SCOPE)
    set(tool_dependency "${REDISCONF_EXECUTABLE}" PARENT_SCOPE)
  elseif(TARGET redisconf_tool)  # built here
    set(tool redisconf_tool PARENT_SCOPE)
    set(tool_dependency redisconf_tool PARENT_SCOPE)
  elseif(TARGET redisconf::tool)  # installed
    set(tool redisconf::tool PARENT_SCOPE)
    set(tool_dependency redisconf::tool PARENT_SCOPE)
  else()
    message(FATAL_ERROR "redisconf_add_service: there is no redisconf tool. Set REDISCONF_EXECUTABLE to one "
                        "of the build machine, or build it with REDISCONF_BUILD_GENERATOR=ON.")
  endif()
endfunction()

# Includes of <name>/redis_config.h reach the one generated header, wherever it is kept.
function(_redisconf_forward_header name header directory)
  set(REDISCONF_FORWARDED_HEADER "${header}")
  file(CONFIGURE OUTPUT "${directory}/${name}/redis_config.h"
       CONTENT "#include \"@REDISCONF_FORWARDED_HEADER@\"\n" @ONLY)
endfunction()

function(_redisconf_check_arguments name schema)
  if(NOT EXISTS "${schema}")
    message(FATAL_ERROR "redisconf_add_service(${name}): the schema ${schema} does not exist.")
  endif()
  cmake_path(GET schema PARENT_PATH folder)
  if(NOT EXISTS "${folder}/services/${name}.yaml")
    message(FATAL_ERROR "redisconf_add_service(${name}): ${folder}/services/${name}.yaml does not exist. "
                        "Declare the service there; three lines are enough:\n"
                        "  redisconf: 1\n  service: ${name}\n  summary: What it does.\n")
  endif()
endfunction()

function(redisconf_add_service name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SCHEMA;OUTPUT_DIRECTORY" "")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SCHEMA)
    message(FATAL_ERROR "usage: redisconf_add_service(<name> SCHEMA <file> [OUTPUT_DIRECTORY <dir>])")
  endif()
  if(NOT arg_OUTPUT_DIRECTORY)
    set(arg_OUTPUT_DIRECTORY "${PROJECT_SOURCE_DIR}/services/${name}/generated")
  endif()
  cmake_path(ABSOLUTE_PATH arg_SCHEMA BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  cmake_path(ABSOLUTE_PATH arg_OUTPUT_DIRECTORY BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  _redisconf_check_arguments(${name} "${arg_SCHEMA}")
  _redisconf_find_tool()

  set(work "${CMAKE_CURRENT_BINARY_DIR}/redisconf/${name}")
  set(stamp "${work}/generated.stamp")
  set(header "${arg_OUTPUT_DIRECTORY}/redis_config.h")
  set(source "${arg_OUTPUT_DIRECTORY}/redis_config.cpp")
  set(files "${header}" "${source}" "${arg_OUTPUT_DIRECTORY}/effective.yaml" "${arg_OUTPUT_DIRECTORY}/env.example")
  cmake_path(GET arg_SCHEMA PARENT_PATH schema_folder)
  set(inputs "${arg_SCHEMA}" "${schema_folder}/services/${name}.yaml")
  set(options --schema "${arg_SCHEMA}" --service ${name} --output "${arg_OUTPUT_DIRECTORY}")
  file(MAKE_DIRECTORY "${work}")

  # The stamp is the OUTPUT, not the files: they keep their time when nothing in them changed, and
  # a rule with an old output would run on every build.
  if(REDISCONF_FROZEN)
    add_custom_command(OUTPUT "${stamp}"
      COMMAND ${tool} check ${options}
      COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
      DEPENDS ${inputs} ${files} ${tool_dependency}
      COMMENT "Checking the generated files of ${name}" VERBATIM)
  else()
    add_custom_command(OUTPUT "${stamp}"
      COMMAND ${tool} generate ${options} --depfile "${work}/generated.d" --stamp "${stamp}" --quiet
      BYPRODUCTS ${files}
      DEPENDS ${inputs} ${tool_dependency}
      DEPFILE "${work}/generated.d"
      COMMENT "Generating the Redis configuration of ${name}" VERBATIM)
  endif()
  add_custom_target(${name}_redis_config_files DEPENDS "${stamp}")

  add_library(${name}_redis_config STATIC "${source}" "${header}")
  add_library(${name}::redis_config ALIAS ${name}_redis_config)
  add_dependencies(${name}_redis_config ${name}_redis_config_files)
  set_target_properties(${name}_redis_config PROPERTIES POSITION_INDEPENDENT_CODE ON)
  _redisconf_forward_header(${name} "${header}" "${work}/include")
  target_include_directories(${name}_redis_config INTERFACE "${work}/include")
  target_link_libraries(${name}_redis_config PUBLIC redisconf::runtime)
endfunction()

function(redisconf_add_services)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SCHEMA" "")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SCHEMA)
    message(FATAL_ERROR "usage: redisconf_add_services(SCHEMA <file>)")
  endif()
  cmake_path(ABSOLUTE_PATH arg_SCHEMA BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  cmake_path(GET arg_SCHEMA PARENT_PATH folder)
  file(GLOB files CONFIGURE_DEPENDS "${folder}/services/*.yaml")
  set(names)
  foreach(file IN LISTS files)
    cmake_path(GET file STEM name)
    redisconf_add_service(${name} SCHEMA "${arg_SCHEMA}")
    list(APPEND names ${name})
  endforeach()
  set(REDISCONF_SERVICES "${names}" PARENT_SCOPE)
endfunction()

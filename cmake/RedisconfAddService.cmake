# redisconf_add_service(<name> SCHEMA <file> [OUTPUT_DIRECTORY <dir>] [NO_TEST])
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
# NO_TEST           adds no test
#
# redisconf_add_services(SCHEMA_DIRECTORY <dir> [OUTPUT_DIRECTORY <dir>] [NO_TEST])
# redisconf_add_services(SCHEMA <file> [OUTPUT_DIRECTORY <dir>] [NO_TEST])
#
# The same for every services/*.yaml of the folder, beside redis.yaml or the schema named: adding a
# service is adding one file, and the next build sees it. OUTPUT_DIRECTORY is the folder of
# <name>/generated; default: <project>/services. Sets REDISCONF_SERVICES to the services' names in
# the caller's scope.
#
# A normal build regenerates in place when the schema, the tool or a template changed, and
# writes only files that differ. With REDISCONF_FROZEN the build writes nothing and fails with
# the difference instead. REDISCONF_EXECUTABLE names a tool of the build machine (cross builds).
#
# Targets for people, over all services of the build tree:
#   redisconf_check   fails, with the difference, when generated files are not up to date
#   redisconf_update  brings them up to date, also with REDISCONF_FROZEN, and removes those of
#                     services that are gone (where redisconf_add_services is used)
# In a project with tests, `redisconf: generated files are up to date` is one of them.
cmake_policy(VERSION 3.25)

include("${CMAKE_CURRENT_LIST_DIR}/RedisconfTool.cmake")

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

# Targets and test for one call; `what` tells it from others. ARGN: the tool's options.
function(_redisconf_add_upkeep what no_test)
  set(actions check update)
  set(commands check generate)
  foreach(action command IN ZIP_LISTS actions commands)
    add_custom_target(redisconf_${action}_${what} COMMAND ${tool} ${command} ${ARGN} VERBATIM)
    if(NOT TARGET redisconf_${action})
      add_custom_target(redisconf_${action})
    endif()
    add_dependencies(redisconf_${action} redisconf_${action}_${what})
  endforeach()
  if(no_test)
    return()
  endif()
  set(test "redisconf: generated files are up to date")
  if(TEST "${test}")
    string(APPEND test " (${what})")
  endif()
  add_test(NAME "${test}" COMMAND "${tool_file}" check ${ARGN})
  set_tests_properties("${test}" PROPERTIES LABELS redisconf)
endfunction()

# Generates and compiles one wrapper. All paths are absolute.
function(_redisconf_add_wrapper name schema output)
  _redisconf_check_arguments(${name} "${schema}")
  set(work "${CMAKE_CURRENT_BINARY_DIR}/redisconf/${name}")
  set(stamp "${work}/generated.stamp")
  set(files)
  foreach(file IN ITEMS redis_config.h redis_config.cpp effective.yaml env.example redisconf.sha256)
    list(APPEND files "${output}/${file}")
  endforeach()
  cmake_path(GET schema PARENT_PATH schema_folder)
  set(inputs "${schema}" "${schema_folder}/services/${name}.yaml")
  set(options --schema "${schema}" --service ${name} --output "${output}")
  file(MAKE_DIRECTORY "${work}")

  # The stamp is the OUTPUT, not the files: they keep their time when nothing in them changed, and
  # a rule with an old output would run on every build.
  if(REDISCONF_FROZEN)
    # What is missing is told by the check, not by a rule that has no source.
    set(present)
    foreach(file IN LISTS files)
      if(EXISTS "${file}")
        list(APPEND present "${file}")
      endif()
    endforeach()
    add_custom_command(OUTPUT "${stamp}"
      COMMAND ${tool} check ${options}
      COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
      DEPENDS ${inputs} ${present} ${tool_dependency}
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

  add_library(${name}_redis_config STATIC "${output}/redis_config.cpp" "${output}/redis_config.h")
  add_library(${name}::redis_config ALIAS ${name}_redis_config)
  add_dependencies(${name}_redis_config ${name}_redis_config_files)
  set_target_properties(${name}_redis_config PROPERTIES POSITION_INDEPENDENT_CODE ON)
  _redisconf_forward_header(${name} "${output}/redis_config.h" "${work}/include")
  target_include_directories(${name}_redis_config INTERFACE "${work}/include")
  target_link_libraries(${name}_redis_config PUBLIC redisconf::runtime)
endfunction()

function(redisconf_add_service name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "NO_TEST" "SCHEMA;OUTPUT_DIRECTORY" "")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SCHEMA)
    message(FATAL_ERROR "usage: redisconf_add_service(<name> SCHEMA <file> [OUTPUT_DIRECTORY <dir>] [NO_TEST])")
  endif()
  if(NOT arg_OUTPUT_DIRECTORY)
    set(arg_OUTPUT_DIRECTORY "${PROJECT_SOURCE_DIR}/services/${name}/generated")
  endif()
  cmake_path(ABSOLUTE_PATH arg_SCHEMA BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  cmake_path(ABSOLUTE_PATH arg_OUTPUT_DIRECTORY BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  _redisconf_find_tool()
  _redisconf_add_wrapper(${name} "${arg_SCHEMA}" "${arg_OUTPUT_DIRECTORY}")
  _redisconf_add_upkeep(${name} "${arg_NO_TEST}"
    --schema "${arg_SCHEMA}" --service ${name} --output "${arg_OUTPUT_DIRECTORY}")
endfunction()

function(redisconf_add_services)
  cmake_parse_arguments(PARSE_ARGV 0 arg "NO_TEST" "SCHEMA;SCHEMA_DIRECTORY;OUTPUT_DIRECTORY" "")
  if(arg_SCHEMA_DIRECTORY AND NOT arg_SCHEMA AND NOT arg_UNPARSED_ARGUMENTS)
    set(arg_SCHEMA "${arg_SCHEMA_DIRECTORY}/redis.yaml")
  elseif(arg_UNPARSED_ARGUMENTS OR arg_SCHEMA_DIRECTORY OR NOT arg_SCHEMA)
    message(FATAL_ERROR "usage: redisconf_add_services(SCHEMA_DIRECTORY <dir> | SCHEMA <file> "
                        "[OUTPUT_DIRECTORY <dir>] [NO_TEST])")
  endif()
  if(NOT arg_OUTPUT_DIRECTORY)
    set(arg_OUTPUT_DIRECTORY "${PROJECT_SOURCE_DIR}/services")
  endif()
  cmake_path(ABSOLUTE_PATH arg_SCHEMA BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  cmake_path(ABSOLUTE_PATH arg_OUTPUT_DIRECTORY BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  _redisconf_find_tool()
  cmake_path(GET arg_SCHEMA PARENT_PATH folder)
  file(GLOB files CONFIGURE_DEPENDS "${folder}/services/*.yaml")
  set(names)
  foreach(file IN LISTS files)
    cmake_path(GET file STEM name)
    _redisconf_add_wrapper(${name} "${arg_SCHEMA}" "${arg_OUTPUT_DIRECTORY}/${name}/generated")
    list(APPEND names ${name})
  endforeach()
  string(SHA256 what "${arg_SCHEMA}")
  string(SUBSTRING "${what}" 0 8 what)
  _redisconf_add_upkeep(services_${what} "${arg_NO_TEST}"
    --schema "${arg_SCHEMA}" --output "${arg_OUTPUT_DIRECTORY}")
  set(REDISCONF_SERVICES "${names}" PARENT_SCOPE)
endfunction()

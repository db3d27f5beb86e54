# How this project's own targets are compiled. Nothing here reaches a consumer.

if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
  find_program(REDISCONF_CCACHE ccache)
  mark_as_advanced(REDISCONF_CCACHE)
  if(REDISCONF_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${REDISCONF_CCACHE}")
  endif()
endif()

# Warnings as errors, hidden symbols, C++20: for every target of this project.
function(redisconf_set_build_options target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON)
  if(PROJECT_IS_TOP_LEVEL)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow -Werror
      # False alarms about std::string at -O2 and up: https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651
      $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  endif()
endfunction()

# redisconf_add_part(<part> SOURCES ... [PUBLIC lib ...] [PRIVATE lib ...])
# A library of the runtime: target redisconf_<part>, alias redisconf::<part>, public headers in
# include/redisconf/<part>.
function(redisconf_add_part part)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
  set(target redisconf_${part})
  add_library(${target} ${arg_SOURCES})
  add_library(redisconf::${part} ALIAS ${target})
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${part}
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR})
  redisconf_set_build_options(${target})
  target_include_directories(${target}
    PUBLIC "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>"
    PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/src")
  target_link_libraries(${target} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY REDISCONF_PARTS ${part})
endfunction()

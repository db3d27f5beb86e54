# redisconf_add_test(<name> LABEL <label> SOURCES ... [LIBRARIES ...])
# A Catch2 program of which each test case is a ctest of its own. Works with Catch2 2.13 and 3:
# tests include "support/catch.h". A case that says "not possible here" with a reason is listed as skipped.
if(Catch2_VERSION VERSION_LESS 3)
  list(APPEND CMAKE_MODULE_PATH "${Catch2_DIR}")
endif()
include(Catch)

function(redisconf_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL;TIMEOUT" "SOURCES;LIBRARIES")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  add_executable(${name} ${arg_SOURCES})
  redisconf_set_build_options(${name})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${name} PRIVATE redisconf_test_main ${arg_LIBRARIES})
  catch_discover_tests(${name} TEST_PREFIX "${name}: "
                       PROPERTIES LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT}
                                  SKIP_REGULAR_EXPRESSION ": not possible here: ")
endfunction()

# redisconf_reach_inside_config(<target> <file of runtime/config/src>...)
# Lets a test include inner headers of redisconf::config, and call what the files define. A shared
# library hides that; then, and only then, they are compiled into the test.
function(redisconf_reach_inside_config target)
  set(folder "${PROJECT_SOURCE_DIR}/runtime/config/src")
  target_include_directories(${target} PRIVATE "${folder}")
  target_link_libraries(${target} PRIVATE redisconf::config)
  if(BUILD_SHARED_LIBS)
    list(TRANSFORM ARGN PREPEND "${folder}/")
    target_sources(${target} PRIVATE ${ARGN})
  endif()
endfunction()

# redisconf_uses_regex(<source>...)
# For sources with std::regex, of which g++ 12 gives a false alarm where it builds with a sanitizer:
# https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105562
function(redisconf_uses_regex)
  set_source_files_properties(${ARGN} PROPERTIES
    COMPILE_OPTIONS "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>")
endfunction()

# redisconf_build_alike(<test>...)
# For tests that build projects of their own, which link with what this build made: a sanitizer's code needs
# its runtime.
function(redisconf_build_alike)
  if(NOT CMAKE_CXX_FLAGS STREQUAL "")
    set_tests_properties(${ARGN} PROPERTIES ENVIRONMENT "CXXFLAGS=${CMAKE_CXX_FLAGS}")
  endif()
endfunction()

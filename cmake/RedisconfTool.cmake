# Finds the redisconf tool that builds use, and sees to it that it fits the runtime.

# Tool and runtime agree on the number of an interface, not on a release. Asked once for each tool,
# when the build is configured: else a compiler would be the first to say so.
function(_redisconf_check_tool path)
  get_property(checked GLOBAL PROPERTY REDISCONF_CHECKED_TOOLS)
  get_property(newest GLOBAL PROPERTY REDISCONF_INTERFACE)
  get_property(oldest GLOBAL PROPERTY REDISCONF_INTERFACE_OLDEST)
  if(path IN_LIST checked)
    return()
  endif()
  if(NOT EXISTS "${path}")
    message(FATAL_ERROR "redisconf: the tool ${path} does not exist.\n"
                        "Fix: set REDISCONF_EXECUTABLE to the redisconf tool of the build machine.")
  endif()
  execute_process(COMMAND "${path}" --interface RESULT_VARIABLE status OUTPUT_VARIABLE number
                  ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT status EQUAL 0 OR NOT number MATCHES "^[0-9]+$")
    message(FATAL_ERROR "redisconf: ${path} does not say which interface it generates code for: it is too "
                        "old, or no redisconf tool.\n"
                        "Fix: set REDISCONF_EXECUTABLE to a tool of the runtime's release.")
  endif()
  if(number LESS oldest OR number GREATER newest)
    message(FATAL_ERROR "redisconf: the tool ${path} generates code for interface ${number}, but the runtime "
                        "works with ${oldest} to ${newest}.\n"
                        "Fix: take tool and runtime of one release: upgrade the older one, or set "
                        "REDISCONF_EXECUTABLE to a tool that fits.")
  endif()
  set_property(GLOBAL APPEND PROPERTY REDISCONF_CHECKED_TOOLS "${path}")
endfunction()

# In the caller's scope: `tool`, the command; `tool_dependency`, what a rule that runs it depends on;
# `tool_file`, its path for a test.
function(_redisconf_find_tool)
  if(REDISCONF_EXECUTABLE)
    _redisconf_check_tool("${REDISCONF_EXECUTABLE}")
    set(found "${REDISCONF_EXECUTABLE}")
    set(file "${REDISCONF_EXECUTABLE}")
  elseif(TARGET redisconf_tool)  # built here, from the runtime's own sources
    set(found redisconf_tool)
    set(file "$<TARGET_FILE:redisconf_tool>")
  elseif(TARGET redisconf::tool)  # installed
    if(NOT CMAKE_CROSSCOMPILING)
      get_target_property(location redisconf::tool LOCATION)
      _redisconf_check_tool("${location}")
    endif()
    set(found redisconf::tool)
    set(file "$<TARGET_FILE:redisconf::tool>")
  else()
    message(FATAL_ERROR "redisconf_add_service: there is no redisconf tool. Set REDISCONF_EXECUTABLE to one "
                        "of the build machine, or build it with REDISCONF_BUILD_GENERATOR=ON.")
  endif()
  set(tool "${found}" PARENT_SCOPE)
  set(tool_dependency "${found}" PARENT_SCOPE)
  set(tool_file "${file}" PARENT_SCOPE)
endfunction()

# Finds Lua 5.1, the version that Redis has inside, and gives the target Lua51::lua. CMake's own FindLua
# gives no target, and may find a newer one.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_search_module(PC_Lua51 QUIET lua5.1 lua-5.1 lua51)
endif()

find_path(Lua51_INCLUDE_DIR lua.hpp HINTS ${PC_Lua51_INCLUDEDIR} ${PC_Lua51_INCLUDE_DIRS}
          PATH_SUFFIXES lua5.1 lua-5.1 lua51)
find_library(Lua51_LIBRARY NAMES lua5.1 lua-5.1 lua51 HINTS ${PC_Lua51_LIBDIR} ${PC_Lua51_LIBRARY_DIRS})
mark_as_advanced(Lua51_INCLUDE_DIR Lua51_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Lua51
  REQUIRED_VARS Lua51_LIBRARY Lua51_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "install liblua5.1-0-dev (Debian, Ubuntu) or compat-lua-devel (Fedora)")

if(Lua51_FOUND AND NOT TARGET Lua51::lua)
  add_library(Lua51::lua UNKNOWN IMPORTED)
  set_target_properties(Lua51::lua PROPERTIES
    IMPORTED_LOCATION "${Lua51_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Lua51_INCLUDE_DIR}")
endif()

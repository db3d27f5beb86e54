# Finds cpp-httplib, compiled (Debian, Ubuntu) or header-only, and gives the target
# CppHttplib::CppHttplib.
#
# The compiled library and its header agree only under the same CPPHTTPLIB_* macros, which
# pkg-config knows.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_CppHttplib QUIET cpp-httplib)
endif()

find_path(CppHttplib_INCLUDE_DIR httplib.h HINTS ${PC_CppHttplib_INCLUDEDIR})
find_library(CppHttplib_LIBRARY cpp-httplib HINTS ${PC_CppHttplib_LIBDIR} ${PC_CppHttplib_LIBRARY_DIRS})
mark_as_advanced(CppHttplib_INCLUDE_DIR CppHttplib_LIBRARY)

if(CppHttplib_INCLUDE_DIR)
  file(STRINGS "${CppHttplib_INCLUDE_DIR}/httplib.h" CppHttplib_version_line
       REGEX "^#define CPPHTTPLIB_VERSION \"")
  string(REGEX REPLACE ".*\"([^\"]+)\".*" "\\1" CppHttplib_VERSION "${CppHttplib_version_line}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(CppHttplib
  REQUIRED_VARS CppHttplib_INCLUDE_DIR
  VERSION_VAR CppHttplib_VERSION
  REASON_FAILURE_MESSAGE "install libcpp-httplib-dev (Debian, Ubuntu) or cpp-httplib-devel (Fedora)")

if(CppHttplib_FOUND AND NOT TARGET CppHttplib::CppHttplib)
  include(CMakeFindDependencyMacro)
  find_dependency(Threads)
  add_library(CppHttplib::CppHttplib INTERFACE IMPORTED)
  set_target_properties(CppHttplib::CppHttplib PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${CppHttplib_INCLUDE_DIR}")
  target_link_libraries(CppHttplib::CppHttplib INTERFACE Threads::Threads)
  if(CppHttplib_LIBRARY)
    target_link_libraries(CppHttplib::CppHttplib INTERFACE "${CppHttplib_LIBRARY}")
    target_compile_options(CppHttplib::CppHttplib INTERFACE ${PC_CppHttplib_CFLAGS_OTHER})
  endif()
endif()

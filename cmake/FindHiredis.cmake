# Finds hiredis, any version since 0.14, and gives the target Hiredis::hiredis.
#
# Debian's 0.14.1 ships a configuration file without a target, and newer releases one with
# the target hiredis::hiredis, so this asks neither: it looks for header and library.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_Hiredis QUIET hiredis)
endif()

find_path(Hiredis_INCLUDE_DIR hiredis/hiredis.h HINTS ${PC_Hiredis_INCLUDEDIR})
find_library(Hiredis_LIBRARY hiredis HINTS ${PC_Hiredis_LIBDIR} ${PC_Hiredis_LIBRARY_DIRS})
mark_as_advanced(Hiredis_INCLUDE_DIR Hiredis_LIBRARY)

if(Hiredis_INCLUDE_DIR)
  file(STRINGS "${Hiredis_INCLUDE_DIR}/hiredis/hiredis.h" Hiredis_versions
       REGEX "^#define HIREDIS_(MAJOR|MINOR|PATCH) [0-9]+")
  string(REGEX REPLACE ".*MAJOR ([0-9]+).*MINOR ([0-9]+).*PATCH ([0-9]+).*" "\\1.\\2.\\3"
         Hiredis_VERSION "${Hiredis_versions}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Hiredis
  REQUIRED_VARS Hiredis_LIBRARY Hiredis_INCLUDE_DIR
  VERSION_VAR Hiredis_VERSION
  REASON_FAILURE_MESSAGE "install libhiredis-dev (Debian, Ubuntu) or hiredis-devel (Fedora)")

if(Hiredis_FOUND AND NOT TARGET Hiredis::hiredis)
  add_library(Hiredis::hiredis UNKNOWN IMPORTED)
  set_target_properties(Hiredis::hiredis PROPERTIES
    IMPORTED_LOCATION "${Hiredis_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Hiredis_INCLUDE_DIR}")
endif()

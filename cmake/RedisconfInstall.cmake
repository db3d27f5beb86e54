# Installs what was built, as two components that need not come from one build: `sdk` (libraries,
# headers, CMake files) of the target machine, and `tool` of the machine that builds.
include(CMakePackageConfigHelpers)
set(REDISCONF_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/redisconf")

function(redisconf_install_part part export)
  install(TARGETS redisconf_${part} EXPORT ${export}
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT sdk
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT sdk
    INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  if(EXISTS "${PROJECT_SOURCE_DIR}/runtime/${part}/include")
    install(DIRECTORY "${PROJECT_SOURCE_DIR}/runtime/${part}/include/"
      DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT sdk)
  endif()
endfunction()

if(REDISCONF_BUILD_RUNTIME)
  foreach(part config client cache publisher queue runtime testing)
    redisconf_install_part(${part} redisconf_sdk)
  endforeach()
  # Apart from the others, because it alone needs an HTTP library.
  redisconf_install_part(monitoring redisconf_monitoring)
  foreach(export sdk monitoring)
    install(EXPORT redisconf_${export} NAMESPACE redisconf:: FILE redisconf-${export}.cmake
      DESTINATION "${REDISCONF_CMAKE_DIR}" COMPONENT sdk)
  endforeach()
  install(TARGETS redisconf_throwaway RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT tool)
endif()

if(REDISCONF_BUILD_GENERATOR)
  install(TARGETS redisconf_tool EXPORT redisconf_tool
    RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT tool)
  install(EXPORT redisconf_tool NAMESPACE redisconf:: FILE redisconf-tool.cmake
    DESTINATION "${REDISCONF_CMAKE_DIR}" COMPONENT tool)
  if(REDISCONF_BUILD_RUNTIME)
    install(TARGETS redisconf_doctor redisconf_import_tool redisconf_queue_tool
      RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT tool)
  endif()
endif()

get_property(REDISCONF_LUA GLOBAL PROPERTY REDISCONF_LUA)
if(NOT REDISCONF_LUA)
  set(REDISCONF_LUA FALSE)
endif()
get_property(REDISCONF_MONITORING_USES_CURL GLOBAL PROPERTY REDISCONF_MONITORING_USES_CURL)
configure_package_config_file(cmake/redisconfConfig.cmake.in
  "${CMAKE_CURRENT_BINARY_DIR}/redisconfConfig.cmake"
  INSTALL_DESTINATION "${REDISCONF_CMAKE_DIR}" NO_SET_AND_CHECK_MACRO)
# Until 1.0 a new minor release may break.
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/redisconfConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${CMAKE_CURRENT_BINARY_DIR}/redisconfConfig.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/redisconfConfigVersion.cmake"
  cmake/RedisconfAddService.cmake cmake/RedisconfTool.cmake cmake/FindHiredis.cmake cmake/FindCppHttplib.cmake
  cmake/FindLua51.cmake
  DESTINATION "${REDISCONF_CMAKE_DIR}" COMPONENT sdk)

# REDISCONF_INTERFACE and REDISCONF_INTERFACE_OLDEST: the newest and the oldest interface of
# generated code that the runtime in these sources works with.
set(redisconf_interface_header "${CMAKE_CURRENT_LIST_DIR}/../runtime/config/include/redisconf/config/service_config.h")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${redisconf_interface_header}")
file(READ "${redisconf_interface_header}" redisconf_interface_text)
string(REGEX MATCH "kOldestGeneratedInterface = ([0-9]+)" REDISCONF_INTERFACE_OLDEST "${redisconf_interface_text}")
set(REDISCONF_INTERFACE_OLDEST ${CMAKE_MATCH_1})
string(REGEX MATCH "kNewestGeneratedInterface = ([0-9]+)" REDISCONF_INTERFACE "${redisconf_interface_text}")
set(REDISCONF_INTERFACE ${CMAKE_MATCH_1})
set_property(GLOBAL PROPERTY REDISCONF_INTERFACE ${REDISCONF_INTERFACE})
set_property(GLOBAL PROPERTY REDISCONF_INTERFACE_OLDEST ${REDISCONF_INTERFACE_OLDEST})
if(NOT PROJECT_IS_TOP_LEVEL)  # as find_package gives them
  set(REDISCONF_INTERFACE ${REDISCONF_INTERFACE} PARENT_SCOPE)
  set(REDISCONF_INTERFACE_OLDEST ${REDISCONF_INTERFACE_OLDEST} PARENT_SCOPE)
endif()

// A configuration in words, for start-up logs: every setting, its value and where it came
// from. Secrets show as ***.
#pragma once

#include <redisconf/config/export.h>

#include <string>

namespace redisconf REDISCONF_PUBLIC {

class ServiceConfig;

// A line a setting, in the catalogue's order.
[[nodiscard]] REDISCONF_PUBLIC std::string describe(const ServiceConfig& config);

// "auth in production: redis.example:6380/0, TLS full, user app".
[[nodiscard]] REDISCONF_PUBLIC std::string summary(const ServiceConfig& config);

// "app:***@redis.example:6380/0"; what stands in errors and logs.
[[nodiscard]] REDISCONF_PUBLIC std::string endpoint(const ServiceConfig& config);

}  // namespace redisconf

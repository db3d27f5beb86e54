// A configuration in words, for start-up logs: every setting, its value and where it came
// from. Secrets show as ***.
#pragma once

#include <redisconf/config/export.h>

#include <string>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

class ServiceConfig;
struct Problem;

// A line a setting, in the catalogue's order.
[[nodiscard]] REDISCONF_PUBLIC std::string describe(const ServiceConfig& config);

// The same as one JSON object, for a debug endpoint: settings by path, each with value, origin and
// whether it is a secret (then the value is "***", or null when none is set); and the warnings.
[[nodiscard]] REDISCONF_PUBLIC std::string debug_info(const ServiceConfig& config);

// What is odd but no error: variables that look like Redis settings and that nothing reads, and what a
// provider of secrets says about one that it found. No warning holds a secret.
[[nodiscard]] REDISCONF_PUBLIC const std::vector<Problem>& warnings(const ServiceConfig& config);

// "auth in production: redis.example:6380/0, TLS full, user app".
[[nodiscard]] REDISCONF_PUBLIC std::string summary(const ServiceConfig& config);

// "app:***@redis.example:6380/0", "unix://app:***@/run/redis.sock?db=0"; what stands in errors and logs.
[[nodiscard]] REDISCONF_PUBLIC std::string endpoint(const ServiceConfig& config);

}  // namespace redisconf

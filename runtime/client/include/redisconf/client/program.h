// What main() of a service needs: errors printed once, exit statuses after sysexits.h.
#pragma once

#include <redisconf/config/export.h>

#include <functional>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// Runs `body` and returns its status. A ConfigurationError is printed to standard error and
// gives 78, a RedisError 69, any other exception 70 (EX_SOFTWARE).
[[nodiscard]] REDISCONF_PUBLIC int run_program(std::string_view name, const std::function<int()>& body);

}  // namespace redisconf

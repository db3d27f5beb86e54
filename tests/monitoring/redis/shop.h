// A service's configuration that leads to a throw-away server.
#pragma once

#include <redisconf/config/inputs.h>
#include <redisconf/config/service_config.h>
#include <redisconf/testing/redis_server.h>

namespace redisconf::test {

// Service "shop" in "development" (not strict) or "production" (strict); retries come at most 100 ms apart,
// looks 1 ms.
class ShopConfig : public ServiceConfig {
 public:
  explicit ShopConfig(const Inputs& inputs);
  explicit ShopConfig(const testing::RedisServer& server);
};

inline constexpr auto kShopPassword = "correct-horse-battery";

[[nodiscard]] testing::RedisServer server_with_password();
[[nodiscard]] testing::RedisServer server_with_tls();

}  // namespace redisconf::test

#include "shop.h"

#include <redisconf/config/generated.h>
#include <redisconf/testing/inputs.h>

#include <array>

namespace redisconf::test {
namespace {

constexpr std::array<const char*, 1> kVariables{"ENVIRONMENT"};
constexpr std::array kValues{
    generated::Value{"connection.host", generated::variable("REDIS_HOST"), "schema"},
    generated::Value{"retry.max_backoff", generated::literal("100ms"), "schema"},
    generated::Value{"timeouts.health", generated::literal("1s"), "schema"},
    generated::Value{"monitoring.health_interval", generated::literal("1ms"), "schema"}};
constexpr std::array kEnvironments{generated::Environment{"development", "schema", false, nullptr, kValues},
                                   generated::Environment{"production", "schema", true, nullptr, kValues}};
constexpr generated::Schema kSchema{.service = "shop",
                                    .key_prefix = "shop:",
                                    .variable_prefix = "SHOP_",
                                    .entry = "schema",
                                    .detection_variables = kVariables,
                                    .aliases = {},
                                    .default_environment = nullptr,
                                    .environments = kEnvironments,
                                    .shared = {},
                                    .customs = {},
                                    .caches = {},
                                    .channels = {},
                                    .queues = {}};

}  // namespace

ShopConfig::ShopConfig(const Inputs& inputs) : ServiceConfig(kSchema, inputs) {}

ShopConfig::ShopConfig(const testing::RedisServer& server)
    : ShopConfig(testing::inputs_for(server, "development")) {}

testing::RedisServer server_with_password() {
  testing::RedisServerOptions options;
  options.password = kShopPassword;
  return testing::RedisServer(options);
}

testing::RedisServer server_with_tls() {
  testing::RedisServerOptions options;
  options.tls = true;
  return testing::RedisServer(options);
}

}  // namespace redisconf::test

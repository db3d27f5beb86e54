#include "client/support/trial_config.h"

#include <redisconf/config/generated.h>
#include <redisconf/testing/inputs.h>

#include <array>

namespace redisconf::test {
namespace {

using generated::Environment;
using generated::literal;
using generated::Value;
using generated::variable;

constexpr std::array<const char*, 1> kDetection{"ENVIRONMENT"};
// Long timeouts: a test that means a timeout sets it, on a busy machine no other is cut short.
constexpr std::array kValues{
    Value{"connection.host", variable("REDIS_HOST"), "schema/redis.yaml connection.host"},
    Value{"timeouts.startup", literal("30s"), "schema/redis.yaml timeouts.startup"},
    Value{"timeouts.resolve", literal("30s"), "schema/redis.yaml timeouts.resolve"},
    Value{"timeouts.connect", literal("30s"), "schema/redis.yaml timeouts.connect"},
    Value{"timeouts.tls", literal("30s"), "schema/redis.yaml timeouts.tls"},
    Value{"timeouts.command", literal("30s"), "schema/redis.yaml timeouts.command"},
    Value{"timeouts.health", literal("30s"), "schema/redis.yaml timeouts.health"},
};
constexpr std::array kEnvironments{
    Environment{"development", "schema/redis.yaml environments.development", false, nullptr, {}},
    Environment{"production", "schema/redis.yaml environments.production", true, nullptr, {}},
};

const generated::Schema& schema() {
  static const generated::Schema trial{.service = "trial",
                                       .key_prefix = "trial:",
                                       .variable_prefix = "TRIAL_",
                                       .entry = "schema/redis.yaml environment",
                                       .detection_variables = kDetection,
                                       .aliases = {},
                                       .default_environment = "development",
                                       .environments = kEnvironments,
                                       .shared = kValues,
                                       .customs = {},
                                       .caches = {},
                                       .channels = {},
                                       .queues = {}};
  return trial;
}

}  // namespace

TrialConfig::TrialConfig(const Inputs& inputs) : ServiceConfig(schema(), inputs) {}

Inputs trial_inputs(const std::string& host, int port) {
  Inputs inputs = Inputs::from({{"ENVIRONMENT", "development"}});
  inputs.set("REDIS_HOST", host);
  inputs.set("REDIS_PORT", std::to_string(port));
  return inputs;
}

void set_short_retries(Inputs& inputs) {
  inputs.set("REDIS_RETRY_INITIAL_BACKOFF", "1ms");
  inputs.set("REDIS_RETRY_MAX_BACKOFF", "20ms");
}

TrialConfig trial_config(const testing::RedisServer& server) {
  return TrialConfig(testing::inputs_for(server, "development"));
}

}  // namespace redisconf::test

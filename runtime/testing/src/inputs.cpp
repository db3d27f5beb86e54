#include "redisconf/testing/inputs.h"

namespace redisconf::testing {

Inputs inputs_for(const RedisServer& server, const std::string& environment, Strictness strictness) {
  Inputs inputs = Inputs::from({{"REDIS_LOOPBACK", "allow"}});
  inputs.set("ENVIRONMENT", environment);
  inputs.set("REDIS_HOST", server.host());
  inputs.set("REDIS_PORT", std::to_string(server.port()));
  if (!server.password().empty()) inputs.set("REDIS_PASSWORD", server.password());
  if (!server.tls()) return inputs;
  inputs.set("REDIS_TLS_CA", server.authority().certificate());
  if (strictness == Strictness::ordinary) inputs.set("REDIS_TLS_ENABLED", "true");
  return inputs;
}

Inputs inputs_for(const ClusterSetup& cluster, const std::string& environment, Strictness strictness) {
  Inputs inputs = inputs_for(cluster.nodes().front(), environment, strictness);
  inputs.set("REDIS_CLUSTER_ENABLED", "true");
  return inputs;
}

Inputs inputs_for(const SentinelSetup& setup, const std::string& environment, Strictness strictness) {
  Inputs inputs = inputs_for(setup.servers().front(), environment, strictness);
  inputs.unset("REDIS_HOST");
  inputs.unset("REDIS_PORT");
  inputs.set("REDIS_SENTINEL_NODES", setup.sentinel_nodes());
  inputs.set("REDIS_SENTINEL_MASTER", SentinelSetup::master_name());
  if (!setup.options().sentinel_password.empty())
    inputs.set("REDIS_SENTINEL_PASSWORD", setup.options().sentinel_password);
  return inputs;
}

Inputs inputs_for(const MemoryRedis& redis, const std::string& environment) {
  Inputs inputs = Inputs::from({});
  inputs.set("ENVIRONMENT", environment);
  inputs.set("REDIS_URL", redis.url());
  return inputs;
}

Inputs inputs_for(const std::string& environment) {
  Inputs inputs = Inputs::from({{"REDIS_PASSWORD", "correct-horse-battery-staple"}});
  inputs.set("ENVIRONMENT", environment);
  inputs.set("REDIS_HOST", "redis." + environment + ".example");
  return inputs;
}

}  // namespace redisconf::testing

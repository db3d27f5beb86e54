// A Redis that keeps what it acknowledged, and instances of a service that share a cache in it.
#pragma once

#include "client/support/topologies.h"
#include "tiered_store.h"

#include <redisconf/config/settings_builder.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/redis_server.h>

#include <chrono>
#include <memory>
#include <string>

namespace redisconf::test {

[[nodiscard]] inline CacheSettings trial_cache(CacheFallback fallback) {
  CacheSettings settings;
  settings.name = "sessions";
  settings.key_prefix = "trial:sessions:";
  settings.time_to_live = std::chrono::minutes(10);
  settings.fallback = fallback;
  return settings;
}

// Impatient, so that outages show soon.
[[nodiscard]] inline ServiceConfig impatient_config(const Inputs& inputs) {
  using std::chrono::milliseconds;
  SettingsBuilder builder("trial");
  builder.environment("development", Strict::no)
      .timeouts()
      .connect(milliseconds(200))
      .command(milliseconds(150));
  builder.timeouts().tls(milliseconds(200)).health(milliseconds(300));
  builder.retry().initial_backoff(milliseconds(10)).max_backoff(milliseconds(100));
  builder.circuit_breaker().recovery_timeout(milliseconds(50)).max_recovery_timeout(milliseconds(200));
  return builder.build(inputs);
}

// Every write is on disk before it is acknowledged; a Unix socket beside the port.
[[nodiscard]] inline testing::RedisServerOptions durable() {
  testing::RedisServerOptions options;
  options.configuration = {"appendonly yes", "appendfsync always", "save \"\"", "unixsocket redis.sock",
                           "unixsocketperm 700"};
  return options;
}

struct Instance {
  Instance(const Inputs& inputs, const CacheSettings& settings,
           cache::Environment environment = cache::Environment::system())
      : client(impatient_config(inputs)), store(client, settings, std::move(environment)) {}

  [[nodiscard]] bool settled() const {
    return store.mode() == CacheMode::redis && store.stats().dirty_entries == 0;
  }
  [[nodiscard]] bool settles() {
    return eventually([this] { return settled(); });
  }
  [[nodiscard]] bool comes_to(CacheMode mode) {
    return eventually([this, mode] {
      static_cast<void>(store.exists("trial:sessions:probe"));
      return store.mode() == mode;
    });
  }
  [[nodiscard]] std::string get(std::string_view key) {
    const auto value = store.get(key);
    return value ? std::string(value->value()) : "(nothing)";
  }

  Client client;
  cache::TieredStore store;
};

[[nodiscard]] inline Inputs over_tcp(const testing::RedisServer& server) {
  return testing::inputs_for(server, "development");
}

[[nodiscard]] inline Inputs over_socket(const testing::RedisServer& server) {
  Inputs inputs = testing::inputs_for(server, "development");
  inputs.unset("REDIS_HOST");
  inputs.unset("REDIS_PORT");
  inputs.set("REDIS_SOCKET", (server.directory() / "redis.sock").string());
  return inputs;
}

}  // namespace redisconf::test

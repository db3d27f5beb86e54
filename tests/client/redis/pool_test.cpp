#include "client/support/trial_config.h"
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>
#include <redisconf/testing/inputs.h>

#include <atomic>
#include <thread>
#include <vector>

using redisconf::Client;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::test::contains;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;

namespace {

Client client_with(const RedisServer& server, const char* connections, const char* command_timeout) {
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_POOL_CONNECTIONS", connections);
  inputs.set("REDIS_TIMEOUTS_COMMAND", command_timeout);
  return Client(TrialConfig(inputs));
}

}  // namespace

TEST_CASE("many threads share a few connections, and each reply reaches its own caller", "[client][redis]") {
  const RedisServer server;
  Client client = client_with(server, "3", "30s");
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 12; ++thread) {
    threads.emplace_back([&client, &wrong, thread] {
      for (int i = 0; i < 200; ++i) {
        const std::string text = std::to_string(thread) + ":" + std::to_string(i);
        if (client.command({"ECHO", text}).as_string() != text) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();

  CHECK(wrong == 0);
  CHECK(client.pool_stats().limit == 3);
  CHECK(client.pool_stats().open <= 3);
  CHECK(client.pool_stats().open == client.pool_stats().idle);
}

TEST_CASE("the server never sees more connections than the pool's limit", "[client][redis]") {
  const RedisServer server({.configuration = {"maxclients 3"}});
  Client client = client_with(server, "3", "30s");
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 9; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        try {
          client.increment("counter");
        } catch (const RedisError&) {
          ++failed;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();

  CHECK(failed == 0);
  CHECK(client.get("counter") == "450");
}

TEST_CASE("a caller that blocks holds up nobody, and has a connection of its own", "[client][redis]") {
  const RedisServer server;
  Client client = client_with(server, "1", "30s");
  std::thread holder([&client] { CHECK_FALSE(client.command({"BLPOP", "list", "0"}).is_nil()); });
  const auto is_held = [&client] {
    return client.command({"INFO", "clients"}).as_string().find("blocked_clients:1") != std::string::npos;
  };
  while (!is_held()) std::this_thread::yield();
  CHECK(client.ping().connected);
  static_cast<void>(client.command({"LPUSH", "list", "value"}));
  holder.join();
}

TEST_CASE("waiting for a connection of one's own ends with the call's deadline", "[client][redis]") {
  const RedisServer server;
  Client client = client_with(server, "1", "300ms");
  auto only = client.dedicated();
  try {
    static_cast<void>(client.command({"BLPOP", "list", "1"}));
    FAIL("no error");
  } catch (const RedisError& error) {
    CHECK(error.category() == ErrorCategory::timeout);
    CHECK(error.retry_safe());
    CHECK_THAT(error.what(), contains("pool.connections (REDIS_POOL_CONNECTIONS)"));
  }
  CHECK(only.command({"PING"}).as_string() == "PONG");
}

// Scripts that the server has forgotten.
#include "client/support/outage.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/script.h>
#include <redisconf/testing/inputs.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

using redisconf::Client;
using redisconf::Script;
using redisconf::test::descriptors_come_down_to;
using redisconf::test::kSecret;
using redisconf::test::open_descriptors;
using redisconf::test::recovers;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;

TEST_CASE("fault 52: scripts are flushed under concurrent callers", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  Client client{TrialConfig(inputs_for(server, "development"))};
  const Script script("redis.call('INCR', KEYS[1]); return ARGV[1]");
  constexpr int kThreads = 4;
  constexpr int kCalls = 250;
  std::atomic<int> running{kThreads};
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int call = 0; call < kCalls; ++call) {
        const std::string tag = std::to_string(thread) + ":" + std::to_string(call);
        try {
          if (client.eval(script, {"runs"}, {tag}).as_string() != tag) ++wrong;
        } catch (const std::exception&) {
          ++wrong;
        }
      }
      --running;
    });
  }
  int flushes = 0;
  for (; running > 0; ++flushes) static_cast<void>(client.command({"SCRIPT", "FLUSH"}));
  for (std::thread& thread : threads) thread.join();
  CHECK(flushes > 0);
  CHECK(wrong == 0);
  CHECK(client.get("runs") == std::to_string(kThreads * kCalls));
}

TEST_CASE("fault 52: a server comes back empty", "[client][faults]") {
  RedisServer server({.password = kSecret});
  Client client{TrialConfig(inputs_for(server, "development"))};
  const Script script("return redis.call('INCR', KEYS[1])");
  CHECK(client.eval(script, {"runs"}).as_integer() == 1);
  const std::size_t descriptors = open_descriptors();
  static_cast<void>(client.command({"FLUSHALL"}));
  CHECK(client.eval(script, {"runs"}).as_integer() == 1);
  server.kill();
  server.restart();
  CHECK(recovers(client));
  CHECK(client.eval(script, {"runs"}).as_integer() == 1);
  CHECK(descriptors_come_down_to(descriptors));
}

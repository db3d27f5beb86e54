// Threads that end while something of the client's is theirs.
#include "client/support/outage.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/testing/inputs.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using redisconf::Client;
using redisconf::DedicatedConnection;
using redisconf::Future;
using redisconf::test::kSecret;
using redisconf::test::open_descriptors;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;

namespace {

// The thread's own, as a framework keeps things: they end with it.
thread_local std::optional<DedicatedConnection> own_connection;
thread_local std::vector<Future> own_futures;

TrialConfig narrow(const RedisServer& server) {
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_POOL_CONNECTIONS", "1");
  return TrialConfig(inputs);
}

}  // namespace

TEST_CASE("fault 73: a thread exits while it holds a connection of its own", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  Client client(narrow(server));
  CHECK(client.increment("count") == 1);
  for (int i = 0; i < 20; ++i) {
    std::thread([&] {
      own_connection.emplace(client.dedicated());
      static_cast<void>(own_connection->command({"MULTI"}));
      static_cast<void>(own_connection->command({"INCR", "count"}));
    }).join();
  }
  DedicatedConnection mine = client.dedicated();  // the only one there may be
  CHECK(mine.command({"GET", "count"}).as_string() == "1");
  CHECK(client.get("count") == "1");
}

TEST_CASE("fault 73: a thread exits while its commands are in flight", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  Client client(narrow(server));
  CHECK(client.increment("count") == 1);
  const std::size_t descriptors = open_descriptors();
  for (int i = 0; i < 20; ++i) {
    std::thread([&] {
      for (int n = 0; n < 50; ++n) own_futures.push_back(client.submit({"ECHO", "of a thread that is gone"}));
    }).join();
    CHECK(client.command({"ECHO", "mine"}).as_string() == "mine");
  }
  CHECK(client.pool_stats().open == 1);
  CHECK(open_descriptors() <= descriptors);
}

TEST_CASE("fault 73: the thread that read for others exits", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  Client client(narrow(server));
  auto future = std::make_unique<Future>(client.submit({"ECHO", "first"}));
  std::thread([&] { CHECK(client.command({"ECHO", "second"}).as_string() == "second"); }).join();
  CHECK(future->ready());
  CHECK(future->get().as_string() == "first");
  CHECK(client.command({"ECHO", "third"}).as_string() == "third");
}

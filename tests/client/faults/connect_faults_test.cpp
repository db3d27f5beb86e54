#include "client/support/outage.h"
#include "client/support/peer.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>
#include <redisconf/testing/inputs.h>

using redisconf::Client;
using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Stage;
using redisconf::test::ClosedPort;
using redisconf::test::contains;
using redisconf::test::expect_error;
using redisconf::test::kSecret;
using redisconf::test::live_through;
using redisconf::test::Peer;
using redisconf::test::PeerServer;
using redisconf::test::set_short_retries;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

TEST_CASE("fault 1: connection refused", "[client][faults]") {
  const ClosedPort closed;
  auto inputs = trial_inputs("127.0.0.1", closed.port());
  inputs.set("REDIS_PASSWORD", kSecret);
  const TrialConfig config(inputs);
  const auto error = expect_error(30s, [&] { return Connection::open(config, Deadline::after(30s)); });

  CHECK(error.category() == ErrorCategory::connect);
  CHECK(error.stage() == Stage::connect);
  CHECK(error.retry_safe());
  CHECK_THAT(error.what(), contains("connection refused") && contains("connection.host (REDIS_HOST)") &&
                               contains("connection.port (REDIS_PORT)"));
}

TEST_CASE("fault 1: the server is down for a while", "[client][faults]") {
  RedisServer server({.password = kSecret});
  auto inputs = inputs_for(server, "development");
  set_short_retries(inputs);
  Client client{TrialConfig(inputs)};
  server.kill();
  const auto error = live_through(client, 30s, [&server] { server.restart(); });

  CHECK(error.category() == ErrorCategory::connect);
  CHECK_THAT(error.what(), contains("connection refused"));
}

TEST_CASE("fault 11: a frozen server holds a dial no longer than its deadline", "[client][faults]") {
  RedisServer server({.password = kSecret});
  server.freeze();
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TIMEOUTS_COMMAND", "100ms");
  const TrialConfig config(inputs);
  const auto error = expect_error(100ms, [&] { return Connection::open(config, Deadline::after(30s)); });

  CHECK(error.category() == ErrorCategory::timeout);
  CHECK(error.stage() == Stage::auth);
  CHECK_THAT(error.what(), contains("timeouts.command (REDIS_TIMEOUTS_COMMAND) is 100ms"));
}

TEST_CASE("fault 11: a frozen server ends a call by its deadline, and heals when it goes on",
          "[client][faults]") {
  RedisServer server;
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TIMEOUTS_COMMAND", "200ms");
  set_short_retries(inputs);
  Client client{TrialConfig(inputs)};
  client.set("key", "value");
  server.freeze();
  const auto error = expect_error(200ms, [&] { return client.get("key"); });
  CHECK(error.category() == ErrorCategory::timeout);
  CHECK(error.stage() == Stage::command);
  CHECK_FALSE(error.retry_safe());
  CHECK(client.pool_stats().open == 0);

  server.resume();
  CHECK(client.ping().connected);
  CHECK(client.get("key") == "value");
}

TEST_CASE("fault 14: the name does not exist", "[client][faults]") {
  auto inputs = trial_inputs("no-such-host.invalid", 6379);  // RFC 6761 section 6.4
  inputs.set("REDIS_PASSWORD", kSecret);
  inputs.set("REDIS_TIMEOUTS_RESOLVE", "1s");
  const TrialConfig config(inputs);
  const auto error = expect_error(1s, [&] { return Connection::open(config, Deadline::after(30s)); });

  CHECK(error.stage() == Stage::resolve);
  // A machine without a working name server can't know, and says so in time.
  CHECK((error.category() == ErrorCategory::resolve || error.category() == ErrorCategory::timeout));
  CHECK_THAT(error.what(), contains("connection.host (REDIS_HOST)"));
}

TEST_CASE("a program that only echoes is not taken for Redis", "[client][faults]") {
  const PeerServer server([](Peer& peer) {
    for (std::string bytes = peer.receive(); !bytes.empty(); bytes = peer.receive()) peer.send(bytes);
  });
  const TrialConfig config(trial_inputs("127.0.0.1", server.port()));
  const auto error = expect_error(30s, [&] { return Connection::open(config, Deadline::after(30s)); });

  CHECK(error.category() == ErrorCategory::protocol);
  CHECK(error.stage() == Stage::ping);
}

TEST_CASE("the time for the whole dial ends it as well", "[client][faults]") {
  RedisServer server({.password = kSecret});
  server.freeze();
  const TrialConfig config(inputs_for(server, "development"));
  const auto error = expect_error(50ms, [&] { return Connection::open(config, Deadline::after(50ms)); });

  CHECK(error.category() == ErrorCategory::timeout);
  CHECK_THAT(error.what(), contains("the time for the whole call is over"));
}

#include "client/support/peer.h"
#include "client/support/trial_config.h"
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>
#include <redisconf/client/errors.h>
#include <redisconf/testing/inputs.h>

#include <thread>

using redisconf::Client;
using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::test::ClosedPort;
using redisconf::test::contains;
using redisconf::test::trial_config;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using redisconf::testing::Strictness;
using namespace std::chrono_literals;

TEST_CASE("a strict environment connects with TLS and password, or stops", "[client][redis]") {
  const RedisServer server({.tls = true, .password = "hunter2-hunter2"});
  auto inputs = inputs_for(server, "production", Strictness::strict);
  Client client = redisconf::connect(TrialConfig(inputs));
  CHECK(client.pool_stats().idle == 1);

  const ClosedPort closed;
  inputs.set("REDIS_PORT", std::to_string(closed.port()));
  CHECK_THROWS_AS(redisconf::connect(TrialConfig(inputs)), RedisError);
}

TEST_CASE("an ordinary environment starts without Redis and finds it later", "[client][redis]") {
  RedisServer server;
  server.kill();
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_RETRY_INITIAL_BACKOFF", "1ms");
  inputs.set("REDIS_RETRY_MAX_BACKOFF", "1ms");
  Client client = redisconf::connect(TrialConfig(inputs));
  CHECK_FALSE(client.ping().connected);
  server.restart();

  // The one attempt that is allowed may not be due yet: that is told apart from a failure.
  for (int i = 0; i < 5000 && !client.ping().connected; ++i) std::this_thread::sleep_for(1ms);
  CHECK(client.ping().connected);
}

TEST_CASE("a ping tells latency and TLS version, or category and cause", "[client][redis]") {
  RedisServer server({.tls = true});
  Client client(trial_config(server));
  const auto well = client.ping();
  CHECK(well.connected);
  CHECK(well.latency > 0us);
  CHECK(well.tls_version == "TLSv1.3");
  CHECK(well.cause.empty());

  server.kill();
  const auto ill = client.ping();
  CHECK_FALSE(ill.connected);
  CHECK(ill.category == "connect");
  CHECK_THAT(ill.cause, contains("connection refused"));
}

TEST_CASE("calls fail at once until the next attempt to connect is due", "[client][redis]") {
  const ClosedPort closed;
  auto inputs = trial_inputs("127.0.0.1", closed.port());
  inputs.set("REDIS_RETRY_MAX_RETRIES", "0");  // whose pause would be as long
  inputs.set("REDIS_RETRY_INITIAL_BACKOFF", "1m");
  inputs.set("REDIS_RETRY_MAX_BACKOFF", "1h");
  Client client{TrialConfig(inputs)};
  CHECK_THROWS_AS(client.get("key"), RedisError);
  try {
    static_cast<void>(client.get("key"));
    FAIL("no error");
  } catch (const RedisError& error) {
    CHECK(error.category() == ErrorCategory::unavailable);
    CHECK(error.retry_safe());
    CHECK_THAT(error.what(), contains("connection refused") && contains("the next one is due in"));
  }
  CHECK(client.ping().category == "connect");
}

TEST_CASE("after the server was killed and restarted, calls work again", "[client][redis]") {
  RedisServer server;
  Client client(trial_config(server));
  client.set("key", "value");
  server.kill();
  server.restart();

  client.set("key", "again");
  CHECK(client.get("key") == "again");
}

TEST_CASE("a server that closes idle connections costs no call", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  Client other(trial_config(server));
  client.set("key", "value");
  static_cast<void>(other.command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}));

  CHECK(client.get("key") == "value");
}

TEST_CASE("a connection of one's own works and knows its TLS version", "[client][redis]") {
  const RedisServer server({.tls = true, .configuration = {"tls-protocols TLSv1.2"}});
  Connection connection = Connection::open(trial_config(server), Deadline::after(30s));
  const std::string_view echo[] = {"ECHO", "hello"};

  CHECK(connection.tls_version() == "TLSv1.2");
  CHECK(connection.command(echo, Deadline::after(30s)).as_string() == "hello");
  CHECK(connection.usable());
}

TEST_CASE("the name localhost leads to the server", "[client][redis]") {
  const RedisServer server({.tls = true});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_HOST", "localhost");
  Client client{TrialConfig(inputs)};

  CHECK(client.ping().connected);
}

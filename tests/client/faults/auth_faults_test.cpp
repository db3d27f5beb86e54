#include "client/support/expect_error.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>
#include <redisconf/testing/inputs.h>

using redisconf::Client;
using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Stage;
using redisconf::test::contains;
using redisconf::test::expect_error;
using redisconf::test::kSecret;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

TEST_CASE("fault 33: NOAUTH, no password for a server that wants one", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  auto inputs = inputs_for(server, "development");
  inputs.unset("REDIS_PASSWORD");
  const TrialConfig config(inputs);
  const auto error = expect_error(30s, [&] { return Connection::open(config, Deadline::after(30s)); });

  CHECK(error.category() == ErrorCategory::auth);
  CHECK(error.stage() == Stage::auth);
  CHECK(error.code() == "NOAUTH");
  CHECK_THAT(error.what(),
             contains("set connection.password (REDIS_PASSWORD), or its file REDIS_PASSWORD_FILE"));
}

TEST_CASE("fault 34: WRONGPASS, another password", "[client][faults]") {
  const RedisServer server({.password = "the right one"});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_PASSWORD", kSecret);
  const TrialConfig config(inputs);
  const auto error = expect_error(30s, [&] { return Connection::open(config, Deadline::after(30s)); });

  CHECK(error.category() == ErrorCategory::auth);
  CHECK(error.stage() == Stage::auth);
  CHECK(error.code() == "WRONGPASS");
  CHECK_THAT(error.what(), contains("REDIS_PASSWORD"));
}

TEST_CASE("fault 34: a password for a server that has none", "[client][faults]") {
  const RedisServer server;
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_PASSWORD", kSecret);
  const TrialConfig config(inputs);
  const auto error = expect_error(30s, [&] { return Connection::open(config, Deadline::after(30s)); });

  CHECK(error.category() == ErrorCategory::auth);
  CHECK(error.stage() == Stage::auth);
}

TEST_CASE("fault 35: NOPERM, and the connection is kept", "[client][faults]") {
  const RedisServer server(
      {.users = {std::string("app on >") + kSecret + " ~* &* +get +ping +client", "default off"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD", kSecret);
  Client client{TrialConfig(inputs)};
  const auto error = expect_error(30s, [&] { return client.del("key"); });

  CHECK(error.category() == ErrorCategory::auth);
  CHECK(error.stage() == Stage::command);
  CHECK(error.code() == "NOPERM");
  CHECK(client.get("key") == std::nullopt);
  CHECK(client.pool_stats().open == 1);
}

TEST_CASE("fault 45: maxclients reached, which is no matter of identity", "[client][faults]") {
  const RedisServer server({.password = kSecret, .configuration = {"maxclients 1"}});
  const TrialConfig config(inputs_for(server, "development"));
  const Connection first = Connection::open(config, Deadline::after(30s));
  const auto error = expect_error(30s, [&] { return Connection::open(config, Deadline::after(30s)); });

  CHECK(error.category() == ErrorCategory::server);
  CHECK_THAT(error.what(), contains("max number of clients reached"));
}

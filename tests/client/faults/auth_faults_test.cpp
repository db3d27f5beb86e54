#include "client/support/outage.h"
#include "client/support/peer.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>
#include <redisconf/client/subscriber.h>
#include <redisconf/testing/files.h>
#include <redisconf/testing/inputs.h>

#include <array>
#include <atomic>
#include <optional>
#include <string>
#include <variant>

using redisconf::Client;
using redisconf::Connection;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Inputs;
using redisconf::Stage;
using redisconf::test::contains;
using redisconf::test::descriptors_come_down_to;
using redisconf::test::expect_error;
using redisconf::test::kSecret;
using redisconf::test::open_descriptors;
using redisconf::test::Peer;
using redisconf::test::PeerServer;
using redisconf::test::set_short_retries;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

// Would dial again and again.
Inputs eager(const RedisServer& server) {
  auto inputs = inputs_for(server, "development");
  set_short_retries(inputs);
  return inputs;
}

// That were made to the server, the one that asks among them.
long long connections_of(const RedisServer& server) {
  const std::string stats = server.command({"INFO", "stats"}).as_string();
  const std::string field = "total_connections_received:";
  return std::stoll(stats.substr(stats.find(field) + field.size()));
}

}  // namespace

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

TEST_CASE("fault 33: NOAUTH ends calls at once, and the server is not asked again", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  auto inputs = eager(server);
  inputs.unset("REDIS_PASSWORD");
  Client client{TrialConfig(inputs)};
  for (int i = 0; i < 300; ++i) {
    const auto error = expect_error(30s, [&] { return client.get("key"); });
    CHECK(error.code() == "NOAUTH");
  }
  CHECK(connections_of(server) <= 2);
}

TEST_CASE("fault 34: a wrong password is tried once in five seconds", "[client][faults]") {
  const RedisServer server({.password = "the right one"});
  auto inputs = eager(server);
  inputs.set("REDIS_PASSWORD", kSecret);
  Client client{TrialConfig(inputs)};
  const std::size_t descriptors = open_descriptors();
  for (int i = 0; i < 300; ++i) {
    const auto error = expect_error(30s, [&] { return client.get("key"); });
    CHECK(error.code() == "WRONGPASS");
    CHECK((error.category() == ErrorCategory::auth || error.category() == ErrorCategory::unavailable));
  }
  static_cast<void>(expect_error(30s, [&] { return client.command({"BLPOP", "list", "1"}); }));
  CHECK(descriptors_come_down_to(descriptors));
  CHECK(connections_of(server) <= 3);
}

TEST_CASE("fault 34: a subscriber does not insist either", "[client][faults]") {
  const RedisServer server({.password = "the right one"});
  auto inputs = eager(server);
  inputs.set("REDIS_PASSWORD", kSecret);
  redisconf::Subscriber subscriber{TrialConfig(inputs)};
  const std::array<std::string_view, 1> channels{"news"};
  for (int i = 0; i < 20; ++i) {
    const auto error = expect_error(10ms, [&] {
      subscriber.subscribe(channels, Deadline::after(i == 0 ? 30s : 10ms));
      return true;
    });
    CHECK(error.code() == "WRONGPASS");
  }
  CHECK(connections_of(server) <= 2);
}

TEST_CASE("fault 36: the password is rotated, and the next one read again", "[client][faults]") {
  const RedisServer server({.users = {std::string("app on >") + kSecret + " ~* &* +@all"}});
  redisconf::testing::SecretsDirectory secrets;
  secrets.write("redis-password", kSecret);
  auto inputs = eager(server);
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD_FILE", (secrets.path() / "redis-password").string());
  Client client{TrialConfig(inputs)};
  redisconf::Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"news"});
  client.set("key", "value");
  const std::string next = "the-next-correct-horse-battery";
  static_cast<void>(server.command({"ACL", "SETUSER", "app", "resetpass", ">" + next}));
  static_cast<void>(server.command({"CLIENT", "KILL", "USER", "app"}));
  const auto refused = expect_error(30s, [&] { return client.get("key"); });
  CHECK(refused.code() == "WRONGPASS");
  secrets.write("redis-password", next);
  client.reconfigure(TrialConfig(inputs));  // what a ConfigWatcher's subscriber does
  CHECK(redisconf::test::recovers(client));
  CHECK(client.get("key") == "value");
  CHECK(std::holds_alternative<redisconf::Subscriber::Gap>(*subscriber.next(Deadline::after(30s))));
}

TEST_CASE("fault 36: a user is switched off, and on again", "[client][faults]") {
  const RedisServer server({.users = {std::string("app on >") + kSecret + " ~* &* +@all"}});
  auto inputs = eager(server);
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD", kSecret);
  const TrialConfig config(inputs);
  Client client(config);
  client.set("key", "value");
  static_cast<void>(server.command({"ACL", "SETUSER", "app", "off"}));
  static_cast<void>(server.command({"CLIENT", "KILL", "USER", "app"}));
  const auto refused = expect_error(30s, [&] { return client.get("key"); });
  CHECK(refused.code() == "WRONGPASS");
  static_cast<void>(server.command({"ACL", "SETUSER", "app", "on"}));
  client.reconfigure(config);  // at once, in place of in five seconds
  CHECK(redisconf::test::recovers(client));
  CHECK(client.get("key") == "value");
}

TEST_CASE("fault 37: the reply to AUTH is lost, and its connection with it", "[client][faults]") {
  std::atomic<int> connections{0};
  std::atomic<bool> ended{false};
  const PeerServer server([&](Peer& peer) {
    CHECK_THAT(peer.receive(), contains("AUTH"));
    if (++connections == 1) {
      peer.wait_for_end();
      ended = true;
      return;
    }
    peer.send("+OK\r\n");
    peer.greet();
    peer.receive();
    peer.send("$5\r\nvalue\r\n");
    peer.wait_for_end();
  });
  auto inputs = trial_inputs("127.0.0.1", server.port());
  inputs.set("REDIS_PASSWORD", kSecret);
  inputs.set("REDIS_TIMEOUTS_COMMAND", "200ms");
  set_short_retries(inputs);
  Client client{TrialConfig(inputs)};
  const std::size_t descriptors = open_descriptors();
  const auto error = expect_error(200ms, [&] { return client.get("key"); });
  CHECK(error.category() == ErrorCategory::timeout);
  CHECK(error.stage() == Stage::auth);
  CHECK(error.retry_safe());
  std::optional<std::string> value;
  const Deadline deadline = Deadline::after(30s);
  while (!value && !deadline.passed()) {
    try {
      value = client.get("key");
    } catch (const redisconf::RedisError&) {  // until the next dial is through
    }
  }
  CHECK(value == "value");
  CHECK(ended);
  CHECK(connections == 2);
  CHECK(descriptors_come_down_to(descriptors + 2));  // this connection's two ends
}

TEST_CASE("fault 45: maxclients reached, which is no matter of identity", "[client][faults]") {
  const RedisServer server({.password = kSecret, .configuration = {"maxclients 1"}});
  const TrialConfig config(inputs_for(server, "development"));
  const Connection first = Connection::open(config, Deadline::after(30s));
  const auto error = expect_error(30s, [&] { return Connection::open(config, Deadline::after(30s)); });

  CHECK(error.category() == ErrorCategory::server);
  CHECK_THAT(error.what(), contains("max number of clients reached"));
}

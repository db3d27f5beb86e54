#include "redisconf/client/subscriber.h"
#include "client/support/trial_config.h"
#include "support/catch.h"
#include "support/in_child.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>
#include <redisconf/testing/inputs.h>

#include <array>
#include <memory>
#include <string>
#include <variant>
#include <vector>

using redisconf::Client;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::Subscriber;
using redisconf::test::holds_in_child;
using redisconf::test::trial_config;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

Subscriber::Message next_message(Subscriber& subscriber) {
  const auto event = subscriber.next(Deadline::after(30s));
  REQUIRE(event);
  REQUIRE(std::holds_alternative<Subscriber::Message>(*event));
  return std::get<Subscriber::Message>(*event);
}

bool nothing_comes(Subscriber& subscriber) { return !subscriber.next(Deadline::after(20ms)); }

std::string subscribers_of(Client& client) {
  return client.command({"CLIENT", "LIST", "TYPE", "pubsub"}).as_string();
}

std::string id_of_subscriber(Client& client) {
  const std::string list = subscribers_of(client);
  return list.substr(0, list.find(' '));
}

class GapEars final : public redisconf::ClientListener {
 public:
  void subscription_gap(const redisconf::GapEvent&) override { ++gaps; }
  int gaps = 0;
};

void publish_and_receive(const RedisServer& server) {
  Client client(trial_config(server));
  Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"news", "sport"});
  subscriber.psubscribe({"log.*"});
  const std::string large(5'000'000, 'x');
  const std::string binary("a\0\r\nb", 5);
  CHECK(client.publish("news", binary) == 1);
  CHECK(client.publish("log.web", large) == 1);
  CHECK(client.publish("sport", "") == 1);
  CHECK(client.publish("weather", "rain") == 0);
  CHECK(next_message(subscriber).payload == binary);
  const auto logged = next_message(subscriber);
  CHECK((logged.channel == "log.web" && logged.pattern == "log.*"));
  CHECK(logged.payload == large);
  const auto last = next_message(subscriber);
  CHECK((last.channel == "sport" && last.pattern.empty() && last.payload.empty()));
  CHECK(nothing_comes(subscriber));
}

}  // namespace

TEST_CASE("messages come by channel and by pattern, in their order", "[client][redis]") {
  publish_and_receive(RedisServer());
}

TEST_CASE("messages come through TLS", "[client][redis]") { publish_and_receive(RedisServer({.tls = true})); }

TEST_CASE("many messages come without one lost", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  Subscriber subscriber(trial_config(server));
  subscriber.subscribe({"numbers"});
  constexpr int kMany = 2000;
  for (int i = 0; i < kMany; ++i) client.publish("numbers", std::to_string(i));
  for (int i = 0; i < kMany; ++i) CHECK(next_message(subscriber).payload == std::to_string(i));
}

TEST_CASE("what is there is given after the deadline too", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"numbers"});
  static_cast<void>(
      client.eval(redisconf::Script("for i = 0, 9 do redis.call('PUBLISH', 'numbers', i) end return 1"), {}));
  CHECK(next_message(subscriber).payload == "0");
  for (int i = 1; i < 10; ++i) {  // the server sent all of them at once
    const auto event = subscriber.next(Deadline(Deadline::Clock::now()));
    REQUIRE(event);
    CHECK(std::get<Subscriber::Message>(*event).payload == std::to_string(i));
  }
}

TEST_CASE("what is unsubscribed comes no more, and what is subscribed twice comes once", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"a", "b", "a"});
  subscriber.subscribe({"a"});
  subscriber.psubscribe({"p*"});
  subscriber.unsubscribe({"a", "never"});
  subscriber.punsubscribe({"p*"});
  CHECK(client.publish("a", "x") == 0);
  CHECK(client.publish("p1", "x") == 0);
  CHECK(client.publish("b", "y") == 1);
  CHECK(next_message(subscriber).payload == "y");
}

TEST_CASE("with nothing subscribed there is nothing to wait for", "[client][redis]") {
  const RedisServer server;
  Subscriber subscriber(trial_config(server));
  const auto category = [&] {
    try {
      static_cast<void>(subscriber.next(Deadline::after(30s)));
    } catch (const RedisError& error) {
      return error.category();
    }
    return ErrorCategory::closed;
  };
  CHECK(category() == ErrorCategory::usage);
  subscriber.subscribe({"a"});
  subscriber.unsubscribe({"a"});
  CHECK(category() == ErrorCategory::usage);
  subscriber.subscribe({"b"});
  CHECK(nothing_comes(subscriber));
}

TEST_CASE("a subscriber is no part of the pool, and a quiet one is kept alive", "[client][redis]") {
  const RedisServer server;
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TIMEOUTS_CONNECT", "50ms");
  inputs.set("REDIS_TIMEOUTS_HEALTH", "50ms");
  inputs.set("REDIS_POOL_CONNECTIONS", "1");
  Client client{TrialConfig(inputs)};
  Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"a"});
  const std::string id = id_of_subscriber(client);
  CHECK_FALSE(subscriber.next(Deadline::after(300ms)));
  CHECK(id_of_subscriber(client) == id);
  CHECK(subscribers_of(client).find(" cmd=ping ") != std::string::npos);
  CHECK(client.pool_stats().open == 1);
}

TEST_CASE("a client's listeners hear of its subscribers' gaps", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  const auto ears = std::make_shared<GapEars>();
  client.add_listener(ears);
  Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"news"});
  CHECK(client.command({"CLIENT", "KILL", "TYPE", "pubsub"}).as_integer() == 1);
  const auto event = subscriber.next(Deadline::after(30s));
  REQUIRE(event);
  REQUIRE(std::holds_alternative<Subscriber::Gap>(*event));
  CHECK(ears->gaps == 1);
}

TEST_CASE("fault 35: a channel that is not allowed is an error, and the connection is kept",
          "[client][faults]") {
  const RedisServer server({.users = {"app on nopass ~* resetchannels &open +@all"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD", "any");
  Client client{TrialConfig(inputs)};
  Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"open"});
  const std::string id = id_of_subscriber(client);
  try {
    subscriber.subscribe({"open", "closed"});
    FAIL("no error");
  } catch (const RedisError& error) {
    CHECK(error.code() == "NOPERM");
    CHECK(error.category() == ErrorCategory::auth);
  }
  CHECK(client.publish("open", "x") == 1);
  CHECK(next_message(subscriber).payload == "x");
  CHECK(id_of_subscriber(client) == id);
}

TEST_CASE("fault 70: a child has a subscription of its own", "[client][faults]") {
  const RedisServer server;
  Client client(trial_config(server));
  Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"news"});
  CHECK(holds_in_child([&] {
    const auto event = subscriber.next(Deadline::after(10s));
    return event && std::holds_alternative<Subscriber::Gap>(*event) &&
           client.publish("news", "from the child") == 2;
  }));
  CHECK(next_message(subscriber).payload == "from the child");
}

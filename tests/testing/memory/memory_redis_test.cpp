// memory:// as users meet it: through the client, with a clock and outages of its own.
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>
#include <redisconf/client/memory_endpoint.h>
#include <redisconf/config/errors.h>
#include <redisconf/config/settings_builder.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/memory_redis.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

using namespace std::chrono_literals;
using redisconf::Client;
using redisconf::RedisError;
using redisconf::test::contains;
using redisconf::testing::MemoryRedis;

namespace {

redisconf::SettingsBuilder settings(const MemoryRedis& redis) {
  redisconf::SettingsBuilder builder("memory-test");
  builder.environment("testing", redisconf::Strict::no).connection().socket(redis.url());
  return builder;
}

Client client_of(const MemoryRedis& redis) { return redisconf::connect(settings(redis).build()); }

std::string error_of(Client& client, std::initializer_list<std::string_view> command) {
  try {
    static_cast<void>(client.command(command));
  } catch (const RedisError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a client works on memory:// as on any server") {
  const MemoryRedis redis;
  Client client = client_of(redis);
  client.set("greeting", "hello");
  CHECK(client.get("greeting") == "hello");
  CHECK(client.increment("count") == 1);
  CHECK(client.del("greeting"));
  CHECK_FALSE(client.exists("greeting"));
  CHECK(client.ping().connected);
  CHECK(redis.command({"GET", "count"}).as_string() == "1");
}

TEST_CASE("each MemoryRedis has its own data; a name stands for the same data everywhere") {
  const MemoryRedis one;
  const MemoryRedis other;
  CHECK(one.url() != other.url());
  client_of(one).set("key", "one");
  CHECK_FALSE(client_of(other).exists("key"));

  MemoryRedis named = MemoryRedis::named("memory-test.shared");
  client_of(named).set("key", "shared");
  CHECK(client_of(MemoryRedis::named("memory-test.shared")).get("key") == "shared");
  named.clear();
  CHECK(named.command({"DBSIZE"}).as_integer() == 0);
  CHECK_THROWS_AS(MemoryRedis::named("No Name"), std::invalid_argument);
  CHECK_THROWS_AS(MemoryRedis::named(""), std::invalid_argument);
}

TEST_CASE("a key lives as long as the server's clock says, without sleeping") {
  MemoryRedis redis;
  redis.freeze_time();
  Client client = client_of(redis);
  client.set("session", "data", 30s);
  CHECK(client.command({"PTTL", "session"}).as_integer() == 30'000);
  redis.advance(29'999ms);
  CHECK(client.command({"PTTL", "session"}).as_integer() == 1);
  CHECK(client.get("session") == "data");
  redis.advance(1ms);
  CHECK(client.get("session") == std::nullopt);
  CHECK(client.command({"DBSIZE"}).as_integer() == 0);
}

TEST_CASE("times that count from 1970 are kept exactly") {
  MemoryRedis redis;
  Client client = client_of(redis);
  client.set("key", "value");
  CHECK(client.command({"PEXPIREAT", "key", "33000000000123"}).as_integer() == 1);
  CHECK(client.command({"PEXPIRETIME", "key"}).as_integer() == 33'000'000'000'123);
  CHECK(client.command({"EXPIRETIME", "key"}).as_integer() == 33'000'000'000);
}

TEST_CASE("a blocking pop waits for another thread, and for the clock") {
  MemoryRedis redis;
  redis.freeze_time();
  Client client = client_of(redis);
  std::thread pusher([&] { static_cast<void>(client.command({"RPUSH", "jobs", "first"})); });
  const auto popped = client.command({"BLPOP", "jobs", "0"}).as_array();
  pusher.join();
  REQUIRE(popped.size() == 2);
  CHECK(popped[1].as_string() == "first");

  std::thread clock([&] {
    while (!redis.command({"EXISTS", "stop"}).as_integer()) redis.advance(10s);
  });
  CHECK(client.command({"BLPOP", "jobs", "60"}).is_nil());
  client.set("stop", "1");
  clock.join();
}

TEST_CASE("messages reach a subscriber") {
  const MemoryRedis redis;
  Client client = client_of(redis);
  redisconf::Subscriber subscriber = client.subscriber();
  subscriber.subscribe({"news"});
  subscriber.psubscribe({"log.*"});
  CHECK(client.publish("news", "first") == 1);
  CHECK(client.publish("log.disk", "second") == 1);
  CHECK(client.publish("other", "lost") == 0);
  std::vector<std::string> payloads;
  while (payloads.size() < 2) {
    const auto event = subscriber.next(redisconf::Deadline::after(10s));
    REQUIRE(event);
    if (const auto* const message = std::get_if<redisconf::Subscriber::Message>(&*event))
      payloads.push_back(message->payload);
  }
  CHECK(payloads == std::vector<std::string>{"first", "second"});
}

TEST_CASE("a transaction runs on a dedicated connection, and sees that a watched key changed") {
  const MemoryRedis redis;
  Client client = client_of(redis);
  redisconf::DedicatedConnection connection = client.dedicated();
  static_cast<void>(connection.command({"WATCH", "balance"}));
  client.set("balance", "7");
  static_cast<void>(connection.command({"MULTI"}));
  CHECK(connection.command({"INCR", "balance"}).as_string() == "QUEUED");
  CHECK(connection.command({"EXEC"}).is_nil());
  static_cast<void>(connection.command({"MULTI"}));
  static_cast<void>(connection.command({"INCR", "balance"}));
  CHECK(connection.command({"EXEC"}).as_array().at(0).as_integer() == 8);
}

TEST_CASE("a script takes what is there, and is known from then on") {
  const MemoryRedis redis;
  Client client = client_of(redis);
  const redisconf::Script take("local v = redis.call('GET', KEYS[1]) redis.call('DEL', KEYS[1]) return v");
  client.set("job", "work");
  CHECK(client.eval(take, {"job"}).as_string() == "work");
  CHECK(client.eval(take, {"job"}).is_nil());
  CHECK(client.command({"SCRIPT", "EXISTS", take.sha1()}).as_array().at(0).as_integer() == 1);
}

TEST_CASE("commands that are not supported say so by name") {
  const MemoryRedis redis;
  Client client = client_of(redis);
  CHECK_THAT(error_of(client, {"XADD", "s", "*", "f", "v"}), contains("memory:// does not support 'XADD'"));
  CHECK_THAT(error_of(client, {"PUBSUB", "NUMPATS"}), contains("memory:// does not support 'PUBSUB"));
}

TEST_CASE("a stopped server is away, and has its data when it starts again") {
  MemoryRedis redis;
  redisconf::SettingsBuilder builder = settings(redis);
  builder.retry().initial_backoff(1ms).max_backoff(5ms);
  Client client = redisconf::connect(builder.build());
  client.set("key", "value");
  redis.stop();
  CHECK_FALSE(error_of(client, {"GET", "key"}).empty());
  redis.start();
  const auto end = std::chrono::steady_clock::now() + 10s;
  while (!error_of(client, {"GET", "key"}).empty() && std::chrono::steady_clock::now() < end) continue;
  CHECK(client.get("key") == "value");
}

TEST_CASE("a MemoryRedis that has ended can't be reached") {
  auto redis = std::make_unique<MemoryRedis>();
  const auto config = settings(*redis).build();
  redis.reset();
  Client client(config);
  CHECK(client.ping().cause.find("has ended") != std::string::npos);
}

TEST_CASE("a program that serves no memory:// is told what to link") {
  const MemoryRedis redis;
  const redisconf::MemoryConnector before = redisconf::set_memory_connector(nullptr);
  Client client(settings(redis).build());
  const std::string cause = client.ping().cause;
  static_cast<void>(redisconf::set_memory_connector(before));
  CHECK(cause.find("redisconf::testing") != std::string::npos);
}

TEST_CASE("many threads use one memory:// at once") {
  const MemoryRedis redis;
  Client client = client_of(redis);
  constexpr int kThreads = 8;
  constexpr int kCalls = 200;
  std::vector<std::thread> threads;
  for (int number = 0; number < kThreads; ++number) {
    threads.emplace_back([&] {
      for (int call = 0; call < kCalls; ++call) static_cast<void>(client.increment("count"));
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(client.get("count") == std::to_string(kThreads * kCalls));
}

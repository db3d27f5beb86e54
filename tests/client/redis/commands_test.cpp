#include "client/support/trial_config.h"
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>

using redisconf::Client;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::test::contains;
using redisconf::test::trial_config;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

TEST_CASE("values are stored, read, counted and removed", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));

  CHECK(client.get("key") == std::nullopt);
  client.set("key", "value");
  CHECK(client.get("key") == "value");
  CHECK(client.exists("key"));
  CHECK(client.del("key"));
  CHECK_FALSE(client.del("key"));
  CHECK_FALSE(client.exists("key"));
  CHECK(client.increment("counter") == 1);
  CHECK(client.increment("counter") == 2);
}

TEST_CASE("a value is any bytes, of any size", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  std::string value("\0\r\n%s\xff", 7);
  value.append(3'000'000, 'x');
  client.set("key", value);

  CHECK((client.get("key") == value));
}

TEST_CASE("a time to live is kept in milliseconds", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  client.set("key", "value", 1h);
  const auto left = client.command({"PTTL", "key"}).as_integer();
  CHECK(left > 0);
  CHECK(left <= 3'600'000);

  CHECK(client.expire("key", 2h));
  CHECK(client.command({"PTTL", "key"}).as_integer() > 3'600'000);
  CHECK_FALSE(client.expire("absent", 1h));
}

TEST_CASE("a time to live that is none is refused before anything is sent", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  for (const auto time : {0ms, -1ms}) {
    try {
      client.set("key", "value", time);
      FAIL("accepted");
    } catch (const RedisError& error) {
      CHECK(error.category() == ErrorCategory::usage);
    }
  }
  CHECK_FALSE(client.exists("key"));
}

TEST_CASE("a command without a name is a wrong use", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  try {
    static_cast<void>(client.command({}));
    FAIL("accepted");
  } catch (const RedisError& error) {
    CHECK(error.category() == ErrorCategory::usage);
  }
}

TEST_CASE("an error reply is typed, shows no value and leaves the connection in use", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  client.set("key", "value");
  try {
    static_cast<void>(client.command({"LPUSH", "key", "my-own-value"}));
    FAIL("no error");
  } catch (const RedisError& error) {
    CHECK(error.category() == ErrorCategory::server);
    CHECK(error.code() == "WRONGTYPE");
  }
  try {
    static_cast<void>(client.command({"NOSUCH", "my-own-value"}));
    FAIL("no error");
  } catch (const RedisError& error) {
    CHECK_THAT(error.what(), contains("NOSUCH") && !contains("my-own-value"));
  }
  CHECK(client.pool_stats().open == 1);
  CHECK(client.pool_stats().idle == 1);
}

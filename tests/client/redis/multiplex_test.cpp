#include "client/support/trial_config.h"
#include "support/catch.h"
#include "support/in_child.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>
#include <redisconf/testing/inputs.h>

#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using redisconf::Client;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Future;
using redisconf::RedisError;
using redisconf::Reply;
using redisconf::test::contains;
using redisconf::test::holds_in_child;
using redisconf::test::trial_config;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

ErrorCategory category_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const RedisError& error) {
    return error.category();
  }
  FAIL("no error");
  return {};
}

}  // namespace

TEST_CASE("one thread keeps many commands in flight and takes the replies in any order", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  std::vector<Future> futures;
  for (int i = 0; i < 1000; ++i) futures.push_back(client.submit({"ECHO", std::to_string(i)}));
  for (int i = 999; i >= 0; i -= 2)
    CHECK(futures[static_cast<std::size_t>(i)].get().as_string() == std::to_string(i));
  for (int i = 0; i < 1000; i += 2) {
    CHECK(futures[static_cast<std::size_t>(i)].ready());
    CHECK(futures[static_cast<std::size_t>(i)].get().as_string() == std::to_string(i));
  }
  CHECK(client.pool_stats().open == 1);
}

TEST_CASE("a future gives its reply once, and errors as a call does", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  client.set("key", "value");
  Future future = client.submit({"LPUSH", "key", "my-own-value"});
  Future moved = std::move(future);
  CHECK_FALSE(future.valid());
  CHECK(category_of([&] { static_cast<void>(moved.get()); }) == ErrorCategory::server);
  CHECK(category_of([&] { static_cast<void>(moved.get()); }) == ErrorCategory::usage);
}

TEST_CASE("a future that is dropped, and one that outlives its client, harm nobody", "[client][redis]") {
  const RedisServer server;
  Future last;
  {
    Client client(trial_config(server));
    for (int i = 0; i < 100; ++i) static_cast<void>(client.submit({"ECHO", "dropped"}));
    CHECK(client.command({"ECHO", "mine"}).as_string() == "mine");
    last = client.submit({"ECHO", "last"});
  }
  CHECK(last.get().as_string() == "last");
}

TEST_CASE("a pipeline brings all replies in order, errors among them", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  auto pipeline = client.pipeline();
  CHECK(pipeline.execute().empty());
  pipeline.append({"SET", "key", "my-own-value"}).append({"LPUSH", "key", "x"}).append({"GET", "key"});
  pipeline.append({"NOSUCH", "my-own-value"});
  const auto replies = pipeline.execute();
  REQUIRE(replies.size() == 4);
  CHECK(replies[0].as_string() == "OK");
  CHECK(replies[1].kind() == Reply::Kind::error);
  CHECK(replies[2].as_string() == "my-own-value");
  try {
    static_cast<void>(replies[3].as_string());
    FAIL("no error");
  } catch (const RedisError& error) {
    CHECK_THAT(error.what(), contains("NOSUCH") && !contains("my-own-value"));
  }
  CHECK(pipeline.size() == 0);
  CHECK(category_of([&] { pipeline.append({"SUBSCRIBE", "channel"}); }) == ErrorCategory::usage);
}

TEST_CASE("a pipeline larger than all buffers does not stall", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  const std::string value(100'000, 'v');
  auto pipeline = client.pipeline();
  for (int i = 0; i < 300; ++i) pipeline.append({"ECHO", value});
  const auto replies = pipeline.execute();
  REQUIRE(replies.size() == 300);
  CHECK((replies.back().as_string() == value));
}

TEST_CASE("a call that times out leaves the others of its connection their replies", "[client][redis]") {
  const RedisServer server({.configuration = {"enable-debug-command local"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_POOL_CONNECTIONS", "1");
  Client client{TrialConfig(inputs)};
  Future slow = client.submit({"DEBUG", "SLEEP", "0.3"});
  Future late = client.submit({"ECHO", "late"});
  Future other = client.submit({"ECHO", "other"});
  CHECK(category_of([&] { static_cast<void>(late.get(Deadline::after(20ms))); }) == ErrorCategory::timeout);
  CHECK(client.pool_stats().open == 0);
  CHECK(client.command({"ECHO", "new"}).as_string() == "new");  // on a new connection

  CHECK(slow.get().as_string() == "OK");
  CHECK(other.get().as_string() == "other");
}

TEST_CASE("commands that change a connection are refused, and belong on a dedicated one", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  CHECK(category_of([&] { static_cast<void>(client.command({"MULTI"})); }) == ErrorCategory::usage);
  CHECK(category_of([&] { static_cast<void>(client.submit({"SELECT", "1"})); }) == ErrorCategory::usage);

  auto own = client.dedicated();
  CHECK(own.command({"MULTI"}).as_string() == "OK");
  CHECK(own.command({"SET", "key", "value"}).as_string() == "QUEUED");
  CHECK(client.get("key") == std::nullopt);
  CHECK(own.command({"EXEC"}).as_array().size() == 1);
  CHECK(client.get("key") == "value");
}

TEST_CASE("a dedicated connection that was changed is not lent again", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  static_cast<void>(client.dedicated().command({"SELECT", "3"}));
  static_cast<void>(client.dedicated().command({"WATCH", "key"}));
  auto own = client.dedicated();
  CHECK_THAT(own.command({"CLIENT", "INFO"}).as_string(), contains("db=0"));
  CHECK_THAT(client.command({"CLIENT", "LIST"}).as_string(), !contains("db=3"));
}

TEST_CASE("70: a child process dials anew and leaves the parent's connections alone", "[client][faults]") {
  for (const bool tls : {false, true}) {
    const RedisServer server({.tls = tls});
    Client client(trial_config(server));
    client.set("key", "parent");
    Future pending = client.submit({"GET", "key"});
    CHECK(holds_in_child([&] {
      if (client.get("key") != "parent" || client.increment("counter") != 1) return false;
      try {
        static_cast<void>(pending.get());
      } catch (const RedisError& error) {
        return error.category() == ErrorCategory::closed;
      }
      return false;
    }));
    CHECK(pending.get().as_string() == "parent");
    CHECK(client.increment("counter") == 2);
    CHECK(client.pool_stats().open == 1);
  }
}

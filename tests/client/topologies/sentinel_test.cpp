// Real Sentinels, real failovers.
#include "client/support/expect_error.h"
#include "client/support/topologies.h"

#include <redisconf/client/client.h>

#include <string>

using namespace redisconf;
using namespace redisconf::test;
using namespace std::chrono_literals;
using testing::SentinelSetup;

TEST_CASE("a client asks Sentinels, with users, passwords and TLS", "[sentinel][redis]") {
  const SentinelSetup setup({.tls = true,
                             .password = "correct horse",
                             .sentinel_password = "battery",
                             .sentinel_users = {"looker on >staple ~* &* +@all"}});
  Inputs inputs = sentinel_inputs(setup);
  inputs.set("REDIS_SENTINEL_USERNAME", "looker");
  inputs.set("REDIS_SENTINEL_PASSWORD", "staple");
  Client client(sentinel_config(inputs));
  client.set("key", "value");

  CHECK(client.get("key") == "value");
  CHECK(setup.servers().front().command({"GET", "key"}).as_string() == "value");
}

TEST_CASE("Sentinels that are away or know nothing are named, each with what it said", "[sentinel][redis]") {
  SentinelSetup setup({.replicas = 0, .sentinel_password = kSecret});
  setup.sentinels()[0].kill();
  Inputs inputs = sentinel_inputs(setup);
  inputs.set("REDIS_SENTINEL_MASTER", "other");
  Client client(sentinel_config(inputs));
  const RedisError error = expect_error(30s, [&] { return client.get("key"); });

  for (const auto& sentinel : setup.sentinels())
    CHECK_THAT(error.details().cause, contains("127.0.0.1:" + std::to_string(sentinel.port())));
  CHECK_THAT(error.details().cause, contains("refused") && contains("does not know"));
  CHECK_THAT(error.details().fix, contains("sentinel.master"));
}

TEST_CASE("one Sentinel of three is enough", "[sentinel][redis]") {
  SentinelSetup setup({.replicas = 0});
  setup.sentinels()[0].kill();
  setup.sentinels()[1].freeze();
  Client client(sentinel_config(sentinel_inputs(setup)));

  CHECK(client.increment("counter") == 1);
}

TEST_CASE("reads go to a replica where asked, writes to the primary", "[sentinel][redis]") {
  SentinelSetup setup;
  Inputs inputs = sentinel_inputs(setup);
  inputs.set("REDIS_READ_FROM", "replica");
  Client client(sentinel_config(inputs));
  client.set("key", "value");
  CHECK(eventually([&] { return client.get("key") == "value"; }));
  const std::string stats = setup.servers()[1].command({"INFO", "commandstats"}).as_string();
  CHECK_THAT(stats, contains("cmdstat_get"));
  setup.servers()[1].kill();

  CHECK(client.get("key") == "value");
}

TEST_CASE("fault 41: READONLY drops the connections, and the primary is looked up", "[faults][redis]") {
  SentinelSetup setup;
  Client client(sentinel_config(sentinel_inputs(setup)));
  client.set("key", "value");
  const auto& sentinel = setup.sentinels().front();
  static_cast<void>(sentinel.command({"SENTINEL", "FAILOVER", SentinelSetup::master_name()}));

  CHECK(eventually([&] {
    try {
      client.set("key", "after");
      return setup.servers()[1].command({"GET", "key"}).as_string() == "after";
    } catch (const RedisError&) {
      return false;
    }
  }));
}

TEST_CASE("fault 50: a failover is followed, by an idle client too", "[faults][redis]") {
  SentinelSetup setup;
  Client busy(sentinel_config(sentinel_inputs(setup)));
  Client idle(sentinel_config(sentinel_inputs(setup)));
  busy.set("key", "value");
  idle.set("key", "value");
  setup.servers().front().kill();
  const auto killed = Deadline::Clock::now();
  auto switched = killed;
  std::thread watcher([&] {
    setup.await_failover_from(setup.servers().front());
    switched = Deadline::Clock::now();
  });
  CHECK(eventually([&] { return writes(busy, "key", "after"); }));
  const auto back = Deadline::Clock::now();
  watcher.join();

  CHECK(writes(idle, "key", "after"));
  CHECK(idle.get("key") == "after");
  std::cout << "failover: own time " << in_milliseconds(switched - killed) << " ms, client "
            << in_milliseconds(back - killed) << " ms after the kill\n";
}

TEST_CASE("fault 50: who moved is dialled though the circuit was opened by the one before",
          "[faults][redis]") {
  SentinelSetup setup;
  Inputs inputs = sentinel_inputs(setup);
  inputs.set("REDIS_TIMEOUTS_COMMAND", "300ms");
  inputs.set("REDIS_CIRCUIT_BREAKER_FAILURE_THRESHOLD", "1");
  inputs.set("REDIS_CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "1m");
  inputs.set("REDIS_CIRCUIT_BREAKER_MAX_RECOVERY_TIMEOUT", "1m");
  Client client(sentinel_config(inputs));
  client.set("key", "value");
  setup.servers().front().freeze();
  expect_error(5s, [&] { return client.increment("counter"); });
  REQUIRE(client.metrics().circuit_state == redisconf::CircuitState::open);
  setup.await_failover_from(setup.servers().front());

  CHECK(eventually([&] { return writes(client, "key", "after"); }));
}

TEST_CASE("fault 51: an old primary that comes back is not taken for the primary", "[faults][redis]") {
  SentinelSetup setup;
  Inputs inputs = sentinel_inputs(setup);
  inputs.set("REDIS_TIMEOUTS_COMMAND", "1s");
  inputs.set("REDIS_TIMEOUTS_HEALTH", "1s");
  inputs.set("REDIS_TIMEOUTS_RESOLVE", "1s");
  inputs.set("REDIS_TIMEOUTS_CONNECT", "1s");
  inputs.set("REDIS_TIMEOUTS_TLS", "1s");
  Client client(sentinel_config(inputs));
  client.set("key", "before");
  auto& old = setup.servers().front();
  old.freeze();
  setup.await_failover_from(old);
  REQUIRE(eventually([&] { return writes(client, "key", "after"); }));
  old.resume();

  for (int i = 0; i < 200; ++i) {
    client.set("key", std::to_string(i));
    std::this_thread::sleep_for(5ms);
  }
  CHECK(setup.servers()[1].command({"GET", "key"}).as_string() == "199");
  CHECK(eventually([&] {
    try {
      return setup.servers()[0].command({"ROLE"}).as_array().front().as_string() == "slave";
    } catch (const RedisError&) {
      return false;  // it closes its connections as it becomes one
    }
  }));
}

TEST_CASE("fault 40: a replica without its primary (MASTERDOWN) leaves reads to another", "[faults][redis]") {
  const SentinelSetup setup({.configuration = {"replica-serve-stale-data no"}});
  Inputs inputs = sentinel_inputs(setup);
  inputs.set("REDIS_READ_FROM", "replica");
  Client client(sentinel_config(inputs));
  client.set("key", "value");
  REQUIRE(eventually([&] { return client.get("key") == "value"; }));
  static_cast<void>(setup.servers()[1].command({"REPLICAOF", "127.0.0.1", "1"}));

  for (int i = 0; i < 20; ++i) CHECK(client.get("key") == "value");
}

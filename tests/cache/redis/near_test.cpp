// Copies in the process, and how two instances keep each other's honest.
#include "cache/support/trial_cache.h"
#include "support/catch.h"

#include <redisconf/testing/redis_server.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

using redisconf::Cache;
using redisconf::CacheFallback;
using redisconf::CacheSettings;
using redisconf::Client;
using redisconf::test::becomes;
using redisconf::test::trial_config;
using redisconf::test::Visit;
using redisconf::test::visit;
using redisconf::test::visits;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

CacheSettings near_visits() {
  CacheSettings settings = visits();
  settings.near_cache = true;
  settings.fallback = CacheFallback::memory;
  return settings;
}

template <class T = std::string>
struct Instance {
  explicit Instance(const RedisServer& server, const CacheSettings& settings = near_visits())
      : client(redisconf::connect(trial_config(server))), cache(client, settings) {}

  // Until it answers from its copy.
  [[nodiscard]] bool keeps(const std::string& id) {
    return becomes([&] {
      const auto before = cache.stats().near_hits;
      static_cast<void>(cache.get(id));
      return cache.stats().near_hits > before;
    });
  }

  Client client;
  Cache<T> cache;
};

}  // namespace

TEST_CASE("what was read once is answered without Redis", "[cache][redis]") {
  const RedisServer server;
  Instance<> one(server);
  one.cache.set("a", "value");
  REQUIRE(one.keeps("a"));
  one.client.del("trial:visits:a");  // behind the cache's back
  CHECK(one.cache.get("a") == "value");
  CHECK(one.cache.get_or_compute("a", [] { return std::string("computed"); }) == "value");
  CHECK(one.cache.get_many(std::vector<std::string>{"a", "b"})[0] == "value");
  CHECK(one.cache.stats().near_entries == 1);
}

TEST_CASE("a question is counted once, whoever answers it", "[cache][redis]") {
  const RedisServer server;
  CacheSettings settings = near_visits();
  settings.negative_ttl = 1min;
  Instance<> one(server, settings);
  one.cache.set("a", "value");
  REQUIRE(one.keeps("a"));
  auto before = one.cache.stats();
  CHECK(one.cache.get("a") == "value");
  CHECK(one.cache.get_or_compute("a", [] { return std::string("computed"); }) == "value");
  CHECK_FALSE(one.cache.get_many(std::vector<std::string>{"a", "b"})[1]);
  auto after = one.cache.stats();
  CHECK(after.hits - before.hits == 3);
  CHECK(after.near_hits - before.near_hits == 3);
  CHECK(after.misses - before.misses == 1);

  const auto nothing = [] { return std::optional<std::string>(); };
  CHECK_FALSE(one.cache.get_or_compute("none", nothing));
  REQUIRE(one.keeps("none"));
  before = one.cache.stats();
  CHECK_FALSE(one.cache.get_or_compute("none", nothing));
  CHECK(one.cache.get_or_compute("none", [] { return std::string("now"); }) == "now");
  after = one.cache.stats();
  CHECK(after.hits - before.hits == 1);
  CHECK(after.near_hits - before.near_hits == 1);
  CHECK(after.misses - before.misses == 1);
}

TEST_CASE("values of any type are kept near", "[cache][redis]") {
  const RedisServer server;
  Instance<Visit> one(server);
  one.cache.set("a", visit("/home"));
  REQUIRE(one.keeps("a"));
  CHECK(one.cache.get("a") == visit("/home"));
}

TEST_CASE("a change in one instance reaches the other's copies", "[cache][redis]") {
  const RedisServer server;
  Instance<> one(server);
  Instance<> two(server);
  const std::vector<std::pair<std::string, std::string>> items{{"a", "old"}, {"b", "old"}, {"c", "old"}};
  one.cache.set_many(items);
  for (const char* const id : {"a", "b", "c"}) REQUIRE((one.keeps(id) && two.keeps(id)));

  one.cache.set("a", "new");
  CHECK(one.cache.get("a") == "new");
  CHECK(becomes([&] { return two.cache.get("a") == "new"; }));
  two.cache.del("b");
  CHECK_FALSE(two.cache.get("b"));
  CHECK(becomes([&] { return !one.cache.get("b"); }));
  one.cache.set_many(std::vector<std::pair<std::string, std::string>>{{"b", "new"}, {"c", "new"}});
  CHECK(becomes([&] { return two.cache.get("b") == "new" && two.cache.get("c") == "new"; }));
  CHECK(one.cache.stats().invalidations_received == 1);
  CHECK(two.cache.stats().invalidations_received >= 3);
  CHECK(two.cache.stats().invalidations_sent == 1);
}

TEST_CASE("a copy ends with its entry", "[cache][redis]") {
  const RedisServer server;
  Instance<> one(server);
  one.cache.set("warm", "up");
  REQUIRE(one.keeps("warm"));
  one.cache.set("a", "value", 200ms);
  static_cast<void>(one.cache.get("a"));
  CHECK(becomes([&] { return !one.cache.get("a"); }));
}

TEST_CASE("an instance that may have missed a change drops its copies", "[cache][redis]") {
  RedisServer server;
  Instance<> one(server);
  Instance<> two(server);
  one.cache.set("a", "old");
  REQUIRE((one.keeps("a") && two.keeps("a")));
  // The subscribers alone are cut: what is published meanwhile is lost.
  const auto flushed = two.cache.stats().near_flushes;
  CHECK(server.command({"CLIENT", "KILL", "TYPE", "pubsub"}).as_integer() == 2);
  one.client.del("trial:visits:a");
  CHECK(becomes([&] { return two.cache.stats().near_flushes > flushed; }));
  CHECK(becomes([&] { return !two.cache.get("a"); }));
}

TEST_CASE("after an outage no instance answers from an old copy", "[cache][redis]") {
  RedisServer server({.configuration = {"appendonly yes", "appendfsync always"}});
  Instance<> one(server);
  Instance<> two(server);
  one.cache.set("a", "old");
  REQUIRE((one.keeps("a") && two.keeps("a")));
  server.kill();
  one.cache.set("a", "new");  // in memory, and told later
  CHECK(one.cache.get("a") == "new");
  server.restart();
  CHECK(becomes([&] { return two.cache.get("a") == "new"; }));
  CHECK(becomes([&] { return one.cache.get("a") == "new" && one.cache.stats().dirty_entries == 0; }));
  CHECK(two.keeps("a"));
  CHECK(two.cache.get("a") == "new");
}

TEST_CASE("messages hold no value", "[cache][redis]") {
  const RedisServer server;
  Instance<> one(server);
  auto ears = one.client.subscriber();
  ears.subscribe({"trial:visits:!changes"});
  one.cache.set("a", "hunter2");
  const auto event = ears.next(redisconf::Deadline::after(20s));
  REQUIRE(event);
  const auto& payload = std::get<redisconf::Subscriber::Message>(*event).payload;
  CHECK(payload.size() == 32 + 2);
  CHECK(payload.ends_with("\na"));
}

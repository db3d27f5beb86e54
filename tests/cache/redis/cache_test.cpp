// The typed cache on a real server.
#include "redisconf/cache/cache.h"

#include "cache/support/trial_cache.h"
#include "support/catch.h"

#include <redisconf/client/errors.h>
#include <redisconf/testing/redis_server.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

using redisconf::Cache;
using redisconf::CacheMode;
using redisconf::CacheSettings;
using redisconf::Client;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::test::trial_config;
using redisconf::test::Visit;
using redisconf::test::visit;
using redisconf::test::visits;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

struct Trial {
  RedisServer server;
  Client client{redisconf::connect(trial_config(server))};

  [[nodiscard]] long long rest_of(const char* key) { return client.command({"PTTL", key}).as_integer(); }
};

// A type with a codec of its own, that does not read all that it writes.
struct Odd {
  int number = 0;
};

// The same type as the next release has it.
struct NewVisit {
  std::string page;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NewVisit, page)

}  // namespace

template <>
struct redisconf::CacheCodec<Odd> {
  static constexpr CacheFormat kFormat = CacheFormat::custom;
  static void encode(const Odd& value, std::string& bytes) { bytes += std::to_string(value.number); }
  static std::optional<Odd> decode(std::string_view bytes) {
    const int number = std::stoi(std::string(bytes));
    if (number % 2 == 0) return std::nullopt;
    if (number == 13) throw std::runtime_error("unlucky");
    return Odd{number};
  }
};

template <>
inline constexpr std::uint32_t redisconf::kCacheVersion<NewVisit> = 2;

TEST_CASE("a value comes back as it was set, until it is deleted", "[cache][redis]") {
  Trial trial;
  Cache<Visit> cache(trial.client, visits());
  CHECK_FALSE(cache.get("42"));
  CHECK_FALSE(cache.exists("42"));
  cache.set("42", visit("/home"));
  CHECK(cache.get("42") == visit("/home"));
  CHECK(cache.exists("42"));
  CHECK(trial.client.exists("trial:visits:42"));
  CHECK(cache.del("42"));
  CHECK_FALSE(cache.del("42"));
  CHECK_FALSE(cache.get("42"));
  CHECK(cache.mode() == CacheMode::redis);
}

TEST_CASE("text and bytes are values too", "[cache][redis]") {
  Trial trial;
  Cache<std::string> texts(trial.client, visits());
  const std::string binary("a\0\r\nb", 5);
  texts.set("text", binary);
  CHECK(texts.get("text") == binary);
  texts.set("empty", "");
  CHECK(texts.get("empty") == "");
  Cache<redisconf::Bytes> bytes(trial.client, visits());
  CHECK(bytes.get("text")->size() == 5);
}

TEST_CASE("an entry lives as long as the schema says, or as long as it is told", "[cache][redis]") {
  Trial trial;
  Cache<std::string> cache(trial.client, visits());
  cache.set("schema", "x");
  const long long rest = trial.rest_of("trial:visits:schema");
  CHECK((rest > 3'300'000 && rest <= 3'600'000));  // less a jitter of at most 5 %
  cache.set("told", "x", 10min);
  const long long told = trial.rest_of("trial:visits:told");
  CHECK((told > 500'000 && told <= 600'000));
  CHECK(cache.expire("told", 30min));
  CHECK(trial.rest_of("trial:visits:told") > 1'700'000);
  CHECK_FALSE(cache.expire("absent", 30min));

  CacheSettings for_ever = visits();
  for_ever.time_to_live = 0ms;
  Cache<std::string> kept(trial.client, for_ever);
  kept.set("kept", "x");
  CHECK(trial.rest_of("trial:visits:kept") == -1);
}

TEST_CASE("many are got and set at once", "[cache][redis]") {
  Trial trial;
  Cache<Visit> cache(trial.client, visits());
  const std::vector<std::pair<std::string, Visit>> items{{"a", visit("/a")}, {"b", visit("/b")}};
  cache.set_many(items);
  const std::vector<std::string> ids{"b", "absent", "a"};
  const auto values = cache.get_many(ids);
  REQUIRE(values.size() == 3);
  CHECK(values[0] == visit("/b"));
  CHECK_FALSE(values[1]);
  CHECK(values[2] == visit("/a"));
  CHECK(cache.get_many(std::vector<std::string>{}).empty());
  CHECK(cache.stats().hits == 2);
  CHECK(cache.stats().misses == 1);
}

TEST_CASE("counters count, and are no values", "[cache][redis]") {
  Trial trial;
  Cache<Visit> cache(trial.client, visits());
  CHECK_FALSE(cache.counter("views"));
  CHECK(cache.increment("views") == 1);
  CHECK(cache.increment("views", 41) == 42);
  CHECK(cache.increment("views", -2) == 40);
  CHECK(cache.counter("views") == 40);
  CHECK(trial.rest_of("trial:visits:views") > 0);
  CHECK_FALSE(cache.get("views"));
  CHECK(cache.stats().unreadable == 1);
  cache.set("visit", visit("/"));
  CHECK_FALSE(cache.counter("visit"));
}

TEST_CASE("an entry that does not parse is a miss, and counted", "[cache][redis]") {
  Trial trial;
  Cache<Odd> odd(trial.client, visits());
  odd.set("even", {2});
  CHECK_FALSE(odd.get("even"));
  odd.set("unlucky", {13});
  CHECK_FALSE(odd.get("unlucky"));
  odd.set("odd", {3});
  CHECK(odd.get("odd")->number == 3);
  CHECK(odd.stats().unreadable == 2);
  CHECK(odd.stats().misses == 2);
  CHECK(odd.stats().hits == 1);
}

TEST_CASE("an entry of another format or version is a miss for who does not know it", "[cache][redis]") {
  Trial trial;
  Cache<Visit> old_release(trial.client, visits());
  Cache<NewVisit> new_release(trial.client, visits());
  Cache<std::string> texts(trial.client, visits());
  old_release.set("42", visit("/home"));
  CHECK_FALSE(new_release.get("42"));
  CHECK_FALSE(texts.get("42"));
  new_release.set("42", {"/home"});
  CHECK_FALSE(old_release.get("42"));
  CHECK(new_release.get("42")->page == "/home");
  CHECK(new_release.stats().unreadable == 1);
}

TEST_CASE("what others wrote into the cache's keys is a miss, never a crash", "[cache][redis]") {
  Trial trial;
  Cache<Visit> cache(trial.client, visits());
  for (const std::string& garbage : {std::string(), std::string("garbage"), std::string("{}"),
                                     std::string(200, '\xA1'), std::string(26, '\0')}) {
    trial.client.set("trial:visits:42", garbage);
    CHECK_FALSE(cache.get("42"));
    cache.set("42", visit("/mended"));
    CHECK(cache.get("42") == visit("/mended"));
    CHECK(trial.client.del("trial:visits:42"));
  }
}

TEST_CASE("wrong ids and times are errors of usage", "[cache][redis]") {
  Trial trial;
  Cache<std::string> cache(trial.client, visits());
  const auto category = [](const auto& call) {
    try {
      call();
    } catch (const RedisError& error) {
      return error.category();
    }
    return ErrorCategory::closed;
  };
  CHECK(category([&] { static_cast<void>(cache.get("")); }) == ErrorCategory::usage);
  CHECK(category([&] { cache.set("a\nb", "x"); }) == ErrorCategory::usage);
  CHECK(category([&] { cache.del("!lock:a"); }) == ErrorCategory::usage);
  CHECK(category([&] { cache.set("a", "x", 0ms); }) == ErrorCategory::usage);
  CHECK(category([&] { cache.expire("a", -1ms); }) == ErrorCategory::usage);
  CHECK(category([&] {
          static_cast<void>(cache.get_many(std::vector<std::string>{"a", ""}));
        }) == ErrorCategory::usage);
}

TEST_CASE("a cache without fallback throws while Redis is away", "[cache][redis]") {
  Trial trial;
  Cache<std::string> cache(trial.client, visits());
  cache.set("a", "x");
  trial.server.kill();
  CHECK_THROWS_AS(cache.get("a"), RedisError);
  CHECK_THROWS_AS(cache.set("a", "y"), RedisError);
}

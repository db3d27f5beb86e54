// get_or_compute() on a real server: once in a process, once between two, before the end of an
// entry, and when computing fails. Two caches with a client each stand for two processes.
#include "cache/support/trial_cache.h"
#include "support/catch.h"

#include <redisconf/client/errors.h>
#include <redisconf/testing/redis_server.h>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using redisconf::Cache;
using redisconf::CacheSettings;
using redisconf::Client;
using redisconf::RedisError;
using redisconf::test::becomes;
using redisconf::test::trial_config;
using redisconf::test::Visit;
using redisconf::test::visit;
using redisconf::test::visits;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

struct Instance {
  Instance(const RedisServer& server, const CacheSettings& settings)
      : client(redisconf::connect(trial_config(server))), cache(client, settings) {}

  Client client;
  Cache<std::string> cache;
};

// How often the client asked for a lock, or set anything else.
std::uint64_t tries(const Client& client) {
  for (const auto& metrics : client.metrics().operation_duration) {
    if (metrics.operation == "SET") return metrics.duration.count();
  }
  return 0;
}

// Leaves an entry that is past its end, and kept for an hour.
void leave_stale(Cache<std::string>& cache, const char* id, const char* value) {
  cache.set(id, value, 1ms);
  REQUIRE(becomes([&] { return !cache.get(id); }));
}

CacheSettings with_stale() {
  CacheSettings settings = visits();
  settings.stale_if_error = 1h;
  return settings;
}

}  // namespace

TEST_CASE("what is there is not computed", "[cache][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  Cache<Visit> cache(client, visits());
  int computed = 0;
  const auto compute = [&] {
    ++computed;
    return visit("/computed");
  };
  CHECK(cache.get_or_compute("a", compute) == visit("/computed"));
  CHECK(cache.get_or_compute("a", compute) == visit("/computed"));
  CHECK(cache.get("a") == visit("/computed"));
  CHECK(computed == 1);
  CHECK(cache.stats().computed == 1);
  CHECK_FALSE(client.exists("trial:visits:!lock:a"));
}

TEST_CASE("of many threads one computes", "[cache][redis]") {
  const RedisServer server;
  Instance one(server, visits());
  std::atomic<int> computed{0};
  std::vector<std::future<std::string>> calls;
  for (int i = 0; i < 16; ++i) {
    calls.push_back(std::async(std::launch::async, [&] {
      return one.cache.get_or_compute("a", [&] {
        ++computed;
        while (one.cache.stats().joined < 15) std::this_thread::yield();
        return std::string("value");
      });
    }));
  }
  for (auto& call : calls) CHECK(call.get() == "value");
  CHECK(computed == 1);
}

TEST_CASE("of two processes one computes, and the other waits for its result", "[cache][redis]") {
  const RedisServer server;
  Instance one(server, visits());
  Instance two(server, visits());
  std::promise<void> started;
  std::promise<void> go;
  auto first = std::async(std::launch::async, [&] {
    return one.cache.get_or_compute("a", [&] {
      started.set_value();
      go.get_future().wait();
      return std::string("of one");
    });
  });
  started.get_future().get();
  CHECK(one.client.exists("trial:visits:!lock:a"));
  auto second = std::async(std::launch::async, [&] {
    return two.cache.get_or_compute("a", [] { return std::string("of two"); });
  });
  CHECK(becomes([&] { return tries(two.client) > 1; }));  // it asks for the lock again and again
  go.set_value();
  CHECK(first.get() == "of one");
  CHECK(second.get() == "of one");
  CHECK(two.cache.stats().computed == 0);
  CHECK_FALSE(one.client.exists("trial:visits:!lock:a"));
}

TEST_CASE("when the process that computes dies, another one does", "[cache][redis]") {
  const RedisServer server;
  Instance two(server, visits());
  two.client.set("trial:visits:!lock:a", "of one that is dead", 200ms);
  CHECK(two.cache.get_or_compute("a", [] { return std::string("of two"); }) == "of two");
  CHECK(two.cache.get("a") == "of two");
}

TEST_CASE("a lock that stays is waited for as long as the settings say, and is not taken away",
          "[cache][redis]") {
  const RedisServer server;
  CacheSettings settings = visits();
  settings.lock_timeout = 50ms;
  Instance two(server, settings);
  two.client.set("trial:visits:!lock:a", "of one");
  CHECK(two.cache.get_or_compute("a", [] { return std::string("of two"); }) == "of two");
  CHECK(two.client.get("trial:visits:!lock:a") == "of one");
}

TEST_CASE("an exception reaches all who wait, and the next call computes again", "[cache][redis]") {
  const RedisServer server;
  Instance one(server, visits());
  std::vector<std::future<std::string>> calls;
  for (int i = 0; i < 4; ++i) {
    calls.push_back(std::async(std::launch::async, [&] {
      return one.cache.get_or_compute("a", [&]() -> std::string {
        while (one.cache.stats().joined < 3) std::this_thread::yield();
        throw std::runtime_error("no such page");
      });
    }));
  }
  for (auto& call : calls) CHECK_THROWS_AS(call.get(), std::runtime_error);
  CHECK(one.cache.stats().compute_failures == 1);
  CHECK(one.cache.get_or_compute("a", [] { return std::string("value"); }) == "value");
}

TEST_CASE("a computation that asks for itself is told", "[cache][redis]") {
  const RedisServer server;
  Instance one(server, visits());
  const auto inner = [&] { return one.cache.get_or_compute("a", [] { return std::string("inner"); }); };
  CHECK_THROWS_AS(one.cache.get_or_compute("a", inner), RedisError);
  CHECK(one.cache.get_or_compute("b", inner) == "inner");
}

TEST_CASE("that there is nothing is remembered for a while, if so declared", "[cache][redis]") {
  const RedisServer server;
  CacheSettings settings = visits();
  settings.negative_ttl = 10min;
  Instance one(server, settings);
  int computed = 0;
  const auto nothing = [&]() -> std::optional<std::string> {
    ++computed;
    return std::nullopt;
  };
  CHECK_FALSE(one.cache.get_or_compute("a", nothing));
  CHECK_FALSE(one.cache.get_or_compute("a", nothing));
  CHECK(computed == 1);
  CHECK_FALSE(one.cache.get("a"));
  CHECK_FALSE(one.cache.exists("a"));
  CHECK(one.cache.stats().nothing_hits == 2);
  const long long rest = one.client.command({"PTTL", "trial:visits:a"}).as_integer();
  CHECK((rest > 500'000 && rest <= 600'000));

  // Who needs a value computes one.
  CHECK(one.cache.get_or_compute("a", [] { return std::string("value"); }) == "value");
  CHECK(one.cache.get_or_compute("a", nothing) == "value");

  Instance forgetful(server, visits());
  CHECK_FALSE(forgetful.cache.get_or_compute("b", nothing));
  CHECK_FALSE(forgetful.cache.get_or_compute("b", nothing));
  CHECK(computed == 3);
}

TEST_CASE("an entry that can't be read is computed and mended", "[cache][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  Cache<nlohmann::json> any(client, visits());
  Cache<Visit> cache(client, visits());
  any.set("a", nlohmann::json{{"page", 7}});  // JSON, but no Visit
  int computed = 0;
  const auto compute = [&] {
    ++computed;
    return visit("/mended");
  };
  CHECK(cache.get_or_compute("a", compute) == visit("/mended"));
  CHECK(cache.get_or_compute("a", compute) == visit("/mended"));
  CHECK(computed == 1);
  CHECK(cache.stats().unreadable >= 1);
}

TEST_CASE("when computing fails a stale entry stands in, and a good one takes its place", "[cache][redis]") {
  const RedisServer server;
  Instance one(server, with_stale());
  leave_stale(one.cache, "a", "stale");
  CHECK_FALSE(one.cache.exists("a"));
  const auto fail = []() -> std::string { throw std::runtime_error("the source is away"); };
  CHECK(one.cache.get_or_compute("a", fail) == "stale");
  CHECK(one.cache.stats().stale_answers == 1);
  CHECK_THROWS_AS(one.cache.get_or_compute("b", fail), std::runtime_error);
  CHECK(one.cache.get_or_compute("a", [] { return std::string("good"); }) == "good");
  CHECK(one.cache.get("a") == "good");

  Instance strict(server, visits());
  strict.cache.set("c", "gone", 1ms);
  REQUIRE(becomes([&] { return !strict.cache.get("c"); }));
  CHECK_THROWS_AS(strict.cache.get_or_compute("c", fail), std::runtime_error);
}

TEST_CASE("a stale entry is kept no longer than its limit", "[cache][redis]") {
  const RedisServer server;
  Instance one(server, with_stale());
  one.cache.set("a", "x", 10min);
  const long long rest = one.client.command({"PTTL", "trial:visits:a"}).as_integer();
  CHECK((rest > 70 * 60'000 - 60'000 && rest <= 70 * 60'000));
  CHECK(one.cache.expire("a", 20min));
  CHECK(one.client.command({"PTTL", "trial:visits:a"}).as_integer() > 79 * 60'000);
  CHECK(one.cache.increment("n") == 1);
  CHECK(one.cache.expire("n", 10min));
  CHECK(one.client.command({"PTTL", "trial:visits:n"}).as_integer() <= 10 * 60'000);
}

TEST_CASE("after the soft timeout a stale entry answers, and is refreshed behind", "[cache][redis]") {
  const RedisServer server;
  CacheSettings settings = with_stale();
  settings.soft_timeout = 1ms;
  Instance one(server, settings);
  leave_stale(one.cache, "a", "stale");
  auto go = std::make_shared<std::promise<void>>();
  const auto slow = [gate = go->get_future().share()] {
    gate.wait();
    return std::string("good");
  };
  CHECK(one.cache.get_or_compute_behind("a", slow) == "stale");
  CHECK(one.cache.get_or_compute("a", [] { return std::string("unasked"); }) == "stale");
  CHECK(one.cache.stats().stale_answers == 2);
  go->set_value();
  CHECK(becomes([&] { return one.cache.get("a") == "good"; }));
  CHECK(one.cache.stats().computed == 1);
}

TEST_CASE("without a soft timeout the call waits for what is computed behind", "[cache][redis]") {
  const RedisServer server;
  Instance one(server, with_stale());
  leave_stale(one.cache, "a", "stale");
  CHECK(one.cache.get_or_compute_behind("a", [] { return std::string("good"); }) == "good");
  CHECK(one.cache.get_or_compute_behind("new", [] { return std::string("new"); }) == "new");
  const auto nothing = []() -> std::optional<std::string> { return std::nullopt; };
  CHECK_FALSE(one.cache.get_or_compute_behind("none", nothing));
}

TEST_CASE("an entry that is due is refreshed before its end, by one caller", "[cache][redis]") {
  const RedisServer server;
  CacheSettings settings = visits();
  settings.early_refresh = 1;
  Instance one(server, settings);
  one.cache.set("a", "old", 10s);
  const auto refresh = [] { return std::string("new"); };
  CHECK(one.cache.get_or_compute("a", refresh) == "old");
  CHECK(becomes([&] { return one.cache.get_or_compute("a", refresh) == "new"; }));
  CHECK(one.cache.stats().early_refreshes == 1);

  one.cache.set("b", "old", 10s);
  CHECK(becomes([&] {
    const std::string answer = one.cache.get_or_compute_behind("b", refresh);
    return answer == "new";
  }));
  CHECK(one.cache.stats().misses == 0);

  one.cache.set("c", "old", 10s);
  const auto fail = []() -> std::string { throw std::runtime_error("the source is away"); };
  CHECK(becomes([&] {
    CHECK(one.cache.get_or_compute("c", fail) == "old");
    return one.cache.stats().compute_failures > 0;
  }));
}

TEST_CASE("closing waits for what runs behind", "[cache][redis]") {
  const RedisServer server;
  CacheSettings settings = with_stale();
  settings.soft_timeout = 1ms;
  auto one = std::make_unique<Instance>(server, settings);
  leave_stale(one->cache, "a", "stale");
  std::promise<void> started;
  std::promise<void> go;
  std::atomic<bool> finished{false};
  CHECK(one->cache.get_or_compute_behind("a", [&started, &finished, gate = go.get_future().share()] {
    started.set_value();
    gate.wait();
    finished = true;
    return std::string("good");
  }) == "stale");
  started.get_future().get();
  auto closing = std::async(std::launch::async, [&] { one->cache.close(); });
  CHECK(closing.wait_for(20ms) == std::future_status::timeout);
  go.set_value();
  closing.get();
  CHECK(finished);
}

TEST_CASE("computing goes on while Redis is away, where the fallback is memory", "[cache][redis]") {
  RedisServer server;
  CacheSettings settings = visits();
  settings.fallback = redisconf::CacheFallback::memory;
  Instance one(server, settings);
  server.kill();
  CHECK(one.cache.get_or_compute("a", [] { return std::string("value"); }) == "value");
  CHECK(one.cache.get_or_compute("a", [] { return std::string("again"); }) == "value");
  CHECK(one.cache.mode() == redisconf::CacheMode::memory);
  CHECK(one.cache.stats().computed == 1);
}

// What each fallback does when a real Redis is killed, frozen or full, and what comes of it after.
#include "cache/support/fixed_environment.h"
#include "cache/support/two_instances.h"
#include "redis_tier.h"
#include "support/catch.h"

#include <redisconf/client/errors.h>

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace redisconf;
using namespace redisconf::cache;
using namespace redisconf::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kA = "trial:sessions:a";
constexpr const char* kB = "trial:sessions:b";
constexpr const char* kN = "trial:sessions:n";

class Modes final : public CacheListener {
 public:
  void mode_changed(const CacheModeEvent& event) override {
    const std::lock_guard lock(mutex_);
    heard_.push_back(event.after);
    if (event.after == CacheMode::memory) caused_ = !event.cause.empty();
  }
  [[nodiscard]] std::vector<CacheMode> heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }
  [[nodiscard]] bool caused() {
    const std::lock_guard lock(mutex_);
    return caused_;
  }

 private:
  std::mutex mutex_;
  std::vector<CacheMode> heard_;
  bool caused_ = false;
};

}  // namespace

TEST_CASE("memory: no call fails while Redis is dead, and Redis gets all when it is back") {
  testing::RedisServer server(durable());
  Instance one(over_tcp(server), trial_cache(CacheFallback::memory));
  Instance other(over_tcp(server), trial_cache(CacheFallback::memory));
  REQUIRE(one.settles());
  REQUIRE(other.settles());
  const auto modes = std::make_shared<Modes>();
  one.store.add_listener(modes);
  one.store.set(kA, "before");
  one.store.set(kB, "before");
  CHECK(one.store.increment(kN, 10) == 10);
  server.kill();

  one.store.set(kA, "away");
  CHECK(one.get(kA) == "away");
  CHECK(one.store.get(kA)->local);
  CHECK(one.store.get(kA)->remaining > 9min);
  static_cast<void>(one.store.del(kB));
  CHECK(one.get(kB) == "(nothing)");
  CHECK(one.store.increment(kN, 5) == 5);  // what was added since
  CHECK(one.store.increment(kN, 2) == 7);
  CHECK(one.comes_to(CacheMode::memory));
  CHECK(one.store.stats().dirty_entries == 3);

  server.restart();
  REQUIRE(one.settles());
  REQUIRE(other.settles());
  CHECK(one.get(kA) == "away");
  CHECK(other.get(kA) == "away");
  CHECK(other.get(kB) == "(nothing)");
  CHECK(other.store.increment(kN, 0) == 17);
  CHECK(one.store.stats().memory_entries == 0);
  CHECK(modes->heard() == std::vector{CacheMode::memory, CacheMode::recovering, CacheMode::redis});
  CHECK(modes->caused());
}

TEST_CASE("memory: a process that starts without Redis works, also when its wall clock is wrong") {
  testing::RedisServer server(durable());
  Instance other(over_tcp(server), trial_cache(CacheFallback::memory));
  REQUIRE(other.settles());
  other.store.set(kA, "newer");
  server.stop();
  Environment environment = Environment::system();
  environment.clock = std::make_shared<WrongClock>(86'400'000);  // it is tomorrow there
  Instance one(over_tcp(server), trial_cache(CacheFallback::memory), environment);
  one.store.set(kB, "away");
  one.store.set(kA, "older");
  CHECK(one.get(kB) == "away");
  std::this_thread::sleep_for(50ms);
  other.store.set(kA, "newest");
  server.restart();
  REQUIRE(one.settles());
  REQUIRE(other.settles());
  CHECK(one.get(kB) == "away");
  CHECK(one.get(kA) == "newest");
  CHECK(other.get(kA) == "newest");
}

TEST_CASE("what was deleted does not come back by a write that an instance made before, and apart") {
  testing::RedisServer server(durable());
  Instance one(over_tcp(server), trial_cache(CacheFallback::memory));
  const auto socket = server.directory() / "redis.sock";
  Instance apart(over_socket(server), trial_cache(CacheFallback::memory));
  REQUIRE(one.settles());
  REQUIRE(apart.settles());
  std::filesystem::rename(socket, socket.string() + ".away");
  static_cast<void>(server.command({"CLIENT", "KILL", "ADDR", socket.filename().string() + ":0"}));
  REQUIRE(apart.comes_to(CacheMode::memory));

  apart.store.set(kA, "old");
  apart.store.set(kB, "new");
  std::this_thread::sleep_for(50ms);
  one.store.set(kA, "newer");
  CHECK(one.store.del(kA));
  std::this_thread::sleep_for(50ms);
  apart.store.set(kB, "newer");
  std::filesystem::rename(socket.string() + ".away", socket);
  REQUIRE(apart.settles());
  CHECK(one.get(kA) == "(nothing)");
  CHECK(apart.get(kA) == "(nothing)");
  CHECK(one.get(kB) == "newer");
  CHECK(apart.store.stats().superseded == 1);
}

TEST_CASE("an increment whose reply was lost counts once") {
  testing::RedisServer server(durable());
  Instance one(over_tcp(server), trial_cache(CacheFallback::memory));
  REQUIRE(one.settles());
  CHECK(one.store.increment(kN) == 1);
  server.freeze();
  long long added = 1;
  for (int i = 0; i < 6; ++i) {
    static_cast<void>(one.store.increment(kN));  // the first ones wait in the server's socket
    ++added;
  }
  server.resume();
  REQUIRE(one.settles());
  CHECK(one.store.increment(kN, 0) == added);
  server.kill();
  static_cast<void>(one.store.increment(kN, 100));
  server.restart();
  REQUIRE(one.settles());
  CHECK(one.store.increment(kN, 0) == added + 100);
}

TEST_CASE("a log that overflows makes all older entries misses, in every instance") {
  testing::RedisServer server(durable());
  CacheSettings small = trial_cache(CacheFallback::memory);
  small.dirty_log_entries = 2;
  Instance one(over_tcp(server), small);
  Instance other(over_tcp(server), trial_cache(CacheFallback::memory));
  REQUIRE(one.settles());
  REQUIRE(other.settles());
  for (const char* key : {kA, kB, "trial:sessions:c", "trial:sessions:d"}) other.store.set(key, "before");
  CHECK(other.store.increment(kN, 3) == 3);
  server.kill();
  REQUIRE(one.comes_to(CacheMode::memory));
  one.store.set(kA, "away");
  one.store.set(kB, "away");
  one.store.set("trial:sessions:c", "away");  // there is no room for it
  CHECK(one.get("trial:sessions:c") == "away");
  CHECK_THROWS_AS(one.store.increment("trial:sessions:m"), RedisError);
  server.restart();
  REQUIRE(one.settles());
  REQUIRE(other.settles());
  CHECK(one.store.stats().dirty_overflows == 1);
  for (const char* key : {"trial:sessions:c", "trial:sessions:d"}) {
    CHECK(one.get(key) == "(nothing)");
    CHECK(eventually([&] { return other.get(key) == "(nothing)"; }));
  }
  CHECK(other.store.increment(kN, 0) == 3);  // counters stay
  other.store.set("trial:sessions:d", "after");
  CHECK(one.get("trial:sessions:d") == "after");
}

TEST_CASE("none: every call throws at once while Redis is frozen, and goes on after") {
  testing::RedisServer server(durable());
  Instance one(over_tcp(server), trial_cache(CacheFallback::none));
  one.store.set(kA, "before");
  server.freeze();
  REQUIRE(eventually([&] {
    try {
      static_cast<void>(one.store.get(kA));
    } catch (const RedisError&) {
    }
    return one.store.mode() == CacheMode::memory;
  }));
  const auto start = Deadline::Clock::now();
  constexpr int kCalls = 1000;
  for (int i = 0; i < kCalls; ++i) {
    CHECK_THROWS_AS(one.store.get(kA), RedisError);
    CHECK_THROWS_AS(one.store.set(kA, "away"), RedisError);
    CHECK_THROWS_AS(one.store.increment(kN), RedisError);
  }
  CHECK(Deadline::Clock::now() - start < kCalls * 150ms);  // not one time-out each
  server.resume();
  REQUIRE(one.settles());
  CHECK(one.get(kA) == "before");
}

TEST_CASE("open: reads are misses, writes are dropped, and what they would have replaced is gone") {
  testing::RedisServer server(durable());
  Instance one(over_tcp(server), trial_cache(CacheFallback::open));
  Instance other(over_tcp(server), trial_cache(CacheFallback::open));
  REQUIRE(one.settles());
  REQUIRE(other.settles());
  one.store.set(kA, "before");
  one.store.set(kB, "before");
  server.kill();
  one.store.set(kA, "away");
  CHECK(one.get(kA) == "(nothing)");
  CHECK(one.get(kB) == "(nothing)");
  server.restart();
  REQUIRE(one.settles());
  REQUIRE(other.settles());
  CHECK(other.get(kA) == "(nothing)");
  CHECK(other.get(kB) == "before");
}

TEST_CASE("writes that a full Redis refuses are kept until it has room") {
  testing::RedisServer server(durable());
  Instance one(over_tcp(server), trial_cache(CacheFallback::memory));
  REQUIRE(one.settles());
  one.store.set(kA, "before");
  CHECK(server.command({"CONFIG", "SET", "maxmemory", "1"}).as_string() == "OK");
  one.store.set(kA, "full");
  CHECK(one.get(kA) == "full");
  CHECK(server.command({"CONFIG", "SET", "maxmemory", "0"}).as_string() == "OK");
  REQUIRE(one.settles());
  CHECK(one.get(kA) == "full");
  CHECK_FALSE(one.store.get(kA)->local);
}

TEST_CASE("what is left is given to Redis at the end, and later calls are refused") {
  testing::RedisServer server(durable());
  Instance one(over_tcp(server), trial_cache(CacheFallback::memory));
  REQUIRE(one.settles());
  server.kill();
  one.store.set(kA, "away");
  server.restart();
  CHECK(one.store.close(30s));
  CHECK_THROWS_AS(one.store.get(kA), RedisError);
  Instance other(over_tcp(server), trial_cache(CacheFallback::memory));
  REQUIRE(other.settles());
  CHECK(other.get(kA) == "away");
}

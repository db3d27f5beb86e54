// Two instances do random things to a few keys while Redis is killed, frozen and cut off at random. When all
// is quiet, both see the same, nothing that was deleted or overwritten, and counters that are exact.
//
// REDISCONF_OUTAGE_ROUNDS and REDISCONF_OUTAGE_SEED ask for more rounds, or for those after another seed.
// Threads and processes do not repeat themselves as seeds do: a failing seed is a place to look.
#include "cache/outage/history.h"
#include "cache/outage/trouble.h"
#include "cache/support/two_instances.h"
#include "support/catch.h"

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace redisconf;
using namespace redisconf::test;
using namespace std::chrono_literals;

namespace {

constexpr int kKeys = 400;  // many for the calls of a round, so that often what is late is the last one
constexpr int kCounters = 3;
constexpr std::int64_t kTolerance = 100'000;  // microseconds; the server's time is known to some ms

std::uint64_t number_of(const char* variable, std::uint64_t standard) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? standard : std::strtoull(text, nullptr, 10);
}

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(Deadline::Clock::now().time_since_epoch())
      .count();
}

// Of one round alone.
std::string key_of(std::uint64_t seed, std::uint64_t index) {
  return "trial:sessions:" + std::to_string(seed) + '-' + std::to_string(index);
}
std::string counter_of(std::uint64_t index) { return "trial:sessions:count-" + std::to_string(index); }

std::optional<std::string> bytes_of(std::optional<cache::StoredValue> value) {
  if (!value) return {};
  return std::move(*value).take_value();
}

// One instance's thread.
class Worker {
 public:
  Worker(int number, Instance& instance, History& history, std::uint64_t seed)
      : number_(number),
        instance_(instance),
        history_(history),
        seed_(seed),
        random_(seed * 2 + static_cast<unsigned>(number)) {}

  void run(const std::atomic<bool>& stop) {
    try {
      while (!stop) {
        step();
        std::this_thread::sleep_for(std::chrono::microseconds(random_() % 4000));
      }
    } catch (const std::exception& error) {
      fault_ = std::string("a call failed: ") + error.what();
    }
  }

  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  void step() {
    const std::string key = key_of(seed_, random_() % kKeys);
    const std::uint64_t choice = random_() % 10;
    if (choice < 3) {
      set(key);
    } else if (choice < 5) {
      const std::int64_t began = now();
      static_cast<void>(instance_.store.del(key));
      history_.changed(key, {number_, began, now(), {}});
    } else if (choice < 7) {
      const std::string counter = counter_of(random_() % kCounters);
      const auto delta = static_cast<std::int64_t>(random_() % 100) - 20;
      static_cast<void>(instance_.store.increment(counter, delta));
      history_.added(counter, delta);
    } else {
      const std::int64_t began = now();
      const auto value = bytes_of(instance_.store.get(key));
      if (fault_.empty()) fault_ = history_.fault_of_read(key, number_, began, value);
    }
  }

  void set(const std::string& key) {
    const std::string value = std::to_string(number_) + '-' + std::to_string(++written_);
    const std::int64_t began = now();
    instance_.store.set(key, value, cache::kForEver);
    history_.changed(key, {number_, began, now(), value});
  }

  const int number_;
  Instance& instance_;
  History& history_;
  const std::uint64_t seed_;
  std::mt19937_64 random_;
  std::string fault_;
  inline static std::atomic<std::uint64_t> written_{0};  // each value is written once
};

struct World {
  testing::RedisServer server{durable()};
  Trouble trouble{server};
  Instance over_port{over_tcp(server), trial_cache(CacheFallback::memory)};
  Instance over_file{over_socket(server), trial_cache(CacheFallback::memory)};
  History history{kTolerance};
};

void live_through(World& world, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Worker first(1, world.over_port, world.history, seed);
  Worker second(2, world.over_file, world.history, seed);
  std::atomic<bool> stop{false};
  std::thread one([&] { first.run(stop); });
  std::thread two([&] { second.run(stop); });
  for (int trouble = 0; trouble < 4; ++trouble) {
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 300));
    world.trouble.happen(random);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(random() % 200));
  if (random() % 2 == 0) world.trouble.end();  // else while nobody calls
  stop = true;
  one.join();
  two.join();
  world.trouble.end();
  CHECK(first.fault() == "");
  CHECK(second.fault() == "");
}

// What Redis answers. On a busy machine it may be too slow for an impatient instance, which answers from
// its own memory then.
template <class Ask>
auto from_redis(Instance& instance, const Ask& ask) {
  for (;;) {
    REQUIRE(instance.settles());
    const std::uint64_t failures = instance.store.stats().failures;
    auto answer = ask(instance.store);
    if (instance.settled() && instance.store.stats().failures == failures) return answer;
  }
}

void compare_when_quiet(World& world, std::uint64_t seed) {
  REQUIRE(world.over_port.settles());
  REQUIRE(world.over_file.settles());
  for (std::uint64_t index = 0; index < kKeys; ++index) {
    const auto get = [&](cache::TieredStore& store) { return bytes_of(store.get(key_of(seed, index))); };
    const auto value = from_redis(world.over_port, get);
    CHECK(value == from_redis(world.over_file, get));
    CHECK(world.history.fault_of_end(key_of(seed, index), value) == "");
  }
  for (std::uint64_t index = 0; index < kCounters; ++index) {
    const auto sum = [&](cache::TieredStore& store) { return store.increment(counter_of(index), 0); };
    CHECK(from_redis(world.over_port, sum) == world.history.sum_of(counter_of(index)));
    CHECK(from_redis(world.over_file, sum) == world.history.sum_of(counter_of(index)));
  }
}

}  // namespace

TEST_CASE("after random outages two instances see the same, and nothing that was over") {
  const std::uint64_t rounds = number_of("REDISCONF_OUTAGE_ROUNDS", 12);
  const std::uint64_t seed = number_of("REDISCONF_OUTAGE_SEED", 1);
  World world;
  REQUIRE(world.over_port.settles());
  REQUIRE(world.over_file.settles());
  for (std::uint64_t round = 0; round < rounds; ++round) {
    INFO("seed " << seed + round << " (REDISCONF_OUTAGE_SEED)");
    live_through(world, seed + round);
    compare_when_quiet(world, seed + round);
  }
  CHECK(world.over_port.store.stats().replayed > 0);
  CHECK(world.over_port.store.stats().superseded + world.over_file.store.stats().superseded > 0);
  CHECK(world.over_port.store.stats().increments_merged > 0);
}

#include "memory_store.h"
#include "cache/support/fixed_environment.h"
#include "cache/support/least_recently_used.h"
#include "support/catch.h"

#include <atomic>
#include <cmath>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

using namespace redisconf::cache;
using redisconf::test::FixedClock;
using redisconf::test::LeastRecentlyUsed;

namespace {

void put(MemoryStore& store, const std::string& key, const std::string& value, std::int64_t expires_at = 0) {
  store.put(key, value, expires_at);
}

std::string get(const MemoryStore& store, const std::string& key) {
  std::string value;
  return store.get(key, value) ? value : "(nothing)";
}

}  // namespace

TEST_CASE("a value is there until it is erased, replaced or past its end") {
  FixedClock clock;
  MemoryStore store(clock, {});
  put(store, "a", "1");
  CHECK(get(store, "a") == "1");
  put(store, "a", "2", clock.now + 100);
  CHECK(get(store, "a") == "2");
  CHECK(store.figures().entries == 1);
  clock.now += 99;
  CHECK(get(store, "a") == "2");
  clock.now += 1;
  CHECK(get(store, "a") == "(nothing)");
  put(store, "a", "3");
  CHECK(store.erase("a"));
  CHECK_FALSE(store.erase("a"));
  CHECK(get(store, "a") == "(nothing)");
  CHECK(store.figures().bytes == 0);
  CHECK(store.figures().hits == 3);
}

TEST_CASE("neither bound is ever passed") {
  FixedClock clock;
  const MemoryBounds bounds{100'000, 300};
  MemoryStore store(clock, bounds);
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    put(store, std::to_string(random() % 2000), std::string(random() % 900, 'x'));
    const auto figures = store.figures();
    REQUIRE(figures.entries <= bounds.entries);
    REQUIRE(figures.bytes <= bounds.bytes);
  }
  CHECK(store.figures().evictions > 1000);
  store.clear();
  CHECK(store.figures().entries == 0);
  CHECK(store.figures().bytes == 0);
}

TEST_CASE("a value that is larger than all room is not kept, and the one before it is gone") {
  FixedClock clock;
  MemoryStore store(clock, {4096, 100});
  put(store, "a", "small");
  put(store, "a", std::string(5000, 'x'));
  CHECK(get(store, "a") == "(nothing)");
}

TEST_CASE("the table finds what a map finds, through growth, removal and eviction") {
  FixedClock clock;
  MemoryStore store(clock, {1 << 30, 1'000'000});
  std::unordered_map<std::string, std::string> model;
  std::mt19937 random(11);
  for (int i = 0; i < 100'000; ++i) {
    const std::string key = std::to_string(random() % 5000);
    if (random() % 3 == 0) {
      CHECK(store.erase(key) == (model.erase(key) == 1));
    } else {
      model[key] = std::to_string(i);
      put(store, key, model[key]);
    }
  }
  CHECK(store.figures().entries == model.size());
  for (int key = 0; key < 5000; ++key) {
    const auto expected = model.find(std::to_string(key));
    REQUIRE(get(store, std::to_string(key)) == (expected == model.end() ? "(nothing)" : expected->second));
  }
}

TEST_CASE("of a skewed trace with scans more is kept than the least recently used") {
  constexpr int kKeys = 20'000;
  constexpr std::size_t kRoom = 1000;
  std::vector<double> weights(kKeys);
  for (int rank = 0; rank < kKeys; ++rank)
    weights[static_cast<std::size_t>(rank)] = 1 / std::pow(rank + 1, 0.9);
  std::discrete_distribution<int> popular(weights.begin(), weights.end());
  std::mt19937 random(5);
  FixedClock clock;
  MemoryStore store(clock, {1 << 30, kRoom});
  LeastRecentlyUsed plain(kRoom);
  int hits = 0;
  int plain_hits = 0;
  for (int i = 0; i < 200'000; ++i) {
    const int key = i % 10 == 0 ? kKeys + i : popular(random);
    const std::string name = std::to_string(key);
    if (get(store, name) != "(nothing)") {
      ++hits;
    } else {
      put(store, name, "x");
    }
    plain_hits += plain.ask(key) ? 1 : 0;
  }
  CHECK(hits > plain_hits + plain_hits / 10);
}

TEST_CASE("many threads read and write whole values") {
  FixedClock clock;
  MemoryStore store(clock, {200'000, 200});
  std::atomic<int> torn{0};
  std::atomic<std::uint64_t> hits{0};
  std::vector<std::thread> threads;
  for (unsigned seed = 0; seed < 12; ++seed) {  // some share a stripe
    threads.emplace_back([&store, &torn, &hits, seed] {
      std::mt19937 random(seed);
      std::string value;
      for (int i = 0; i < 10'000; ++i) {
        const std::string key = std::to_string(random() % 400);
        if (random() % 4 == 0) {
          put(store, key, std::string(1 + random() % 300, static_cast<char>('a' + random() % 26)));
        } else if (random() % 50 == 0) {
          store.erase(key);
        } else if (store.get(key, value)) {
          ++hits;
          if (value.find_first_not_of(value[0]) != std::string::npos) ++torn;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(torn == 0);
  CHECK(store.figures().hits == hits);
}

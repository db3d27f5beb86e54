// Measures a cache: hits in memory, calls through Redis beside the client's own, the serializer beside
// nlohmann alone, and what eviction keeps beside LRU.
#include "cache/support/least_recently_used.h"
#include "client/support/trial_config.h"
#include "memory_store.h"
#include "put_load.h"
#include "zipf.h"

#include <redisconf/cache/cache.h>
#include <redisconf/cache/json.h>
#include <redisconf/client/client.h>
#include <redisconf/config/resources.h>
#include <redisconf/testing/redis_server.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace redisconf;
using namespace redisconf::bench;
using namespace std::chrono_literals;

constexpr int kIds = 10'000;
constexpr int kBatch = 256;  // gets between two looks at the clock
constexpr int kRounds = 5;
constexpr int kPairs = 21;  // of the client's rounds and the cache's

// As short ids of users are.
const std::vector<std::string>& ids() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> made;
    for (int i = 0; i < kIds; ++i) made.push_back("user:" + std::to_string(100'000 + i));
    return made;
  }();
  return all;
}

CacheSettings settings(bool near) {
  CacheSettings made;
  made.name = "bench";
  made.key_prefix = "bench:values:";
  made.time_to_live = 1h;
  made.near_cache = near;
  return made;
}

// Gets of ids in an order of their own, so many a work().
template <class Get>
class Gets final : public Caller {
 public:
  Gets(Get get, unsigned thread, int batch) : get_(get), state_(thread * 2654435761U + 1), batch_(batch) {}

  int work() override {
    for (int i = 0; i < batch_; ++i) {
      state_ = state_ * 1664525U + 1013904223U;
      get_(ids()[(state_ >> 8U) % kIds]);
    }
    return batch_;
  }

 private:
  Get get_;
  unsigned state_;
  int batch_;
};

template <class Get>
Figures gets(Get get, int threads, int batch) {
  return put_load([=](unsigned thread) { return std::make_unique<Gets<Get>>(get, thread, batch); }, threads,
                  200ms);
}

struct Line {
  std::string article;
  int count = 0;
  double price = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Line, article, count, price)

template <class T>
void fill(Cache<T>& cache, const T& value) {
  for (const std::string& id : ids()) cache.set(id, value);
}

template <class T>
void warm_up(Cache<T>& cache) {
  while (cache.stats().near_entries < static_cast<std::uint64_t>(kIds)) {
    for (const std::string& id : ids()) static_cast<void>(cache.get(id));
  }
}

template <class Call>
void memory_row(const char* name, const Call& call) {
  std::vector<Figures> one;
  std::vector<Figures> two;
  for (int round = 0; round < kRounds; ++round) {
    one.push_back(gets(call, 1, kBatch));
    two.push_back(gets(call, 2, kBatch));
  }
  const double alone = median(one).rate / 1e6;
  const double both = median(two).rate / 1e6;
  std::printf("hit in memory, %-38s %6.2f M/s with 1 thread, %6.2f M/s with 2: %.2f x\n", name, alone, both,
              both / alone);
}

// As a service calls it: 10,000 entries in an order of chance, each answer a copy of the caller's own.
void memory_hits(const testing::RedisServer& server) {
  Client client = connect(test::trial_config(server));
  Cache<std::string> strings(client, settings(true));
  fill(strings, std::string(64, 'x'));
  warm_up(strings);
  memory_row("string of 64 bytes, get(), asked >= 10", [&strings](const std::string& id) {
    if (!strings.get(id)) std::abort();
  });
  memory_row("string of 64 bytes, get_or_compute()", [&strings](const std::string& id) {
    if (strings.get_or_compute(id, [] { return std::string(); }).empty()) std::abort();
  });
  Cache<Line> lines(client, settings(true));
  fill(lines, {"article", 3, 19.9});
  warm_up(lines);
  memory_row("JSON of three fields, get()", [&lines](const std::string& id) {
    if (!lines.get(id)) std::abort();
  });
}

void through_redis(const testing::RedisServer& server) {
  Client client = connect(test::trial_config(server));
  Cache<std::string> cache(client, settings(false));
  const std::string value(64, 'x');
  fill(cache, value);
  for (const std::string& id : ids()) client.set("bench:plain:" + id, value, 1h);
  const auto plain = [&client](const std::string& id) {
    if (!client.get("bench:plain:" + id)) std::abort();
  };
  const auto cached = [&cache](const std::string& id) {
    if (!cache.get(id)) std::abort();
  };
  for (const int threads : {1, 8, 64}) {
    std::vector<Figures> client_rounds;
    std::vector<Figures> cache_rounds;
    std::vector<double> ratios;  // of neighbours in time: the machine is not always the same
    for (int round = 0; round < kPairs; ++round) {
      client_rounds.push_back(gets(plain, threads, 1));
      cache_rounds.push_back(gets(cached, threads, 1));
      ratios.push_back(cache_rounds.back().rate / client_rounds.back().rate);
    }
    std::ranges::sort(ratios);
    std::printf(
        "through Redis, %2d threads: cache %7.1f k/s, client's GET %7.1f k/s: %.2f x (%.2f to %.2f)%s\n",
        threads, median(cache_rounds).rate / 1e3, median(client_rounds).rate / 1e3, ratios[kPairs / 2],
        ratios[kPairs / 4], ratios[kPairs - 1 - kPairs / 4], threads == 64 ? "   asked >= 0.9 x" : "");
  }
}

template <class Time>
struct Order {
  std::string customer;
  Time ordered;
  Time paid;
  std::vector<Line> lines;
  NLOHMANN_DEFINE_TYPE_INTRUSIVE(Order, customer, ordered, paid, lines)
};

template <class Time>
Order<Time> order(const Time& time) {
  return {"customer 4711", time, time,
          std::vector<Line>(10, Line{"article with a name of some length", 3, 19.9})};
}

// Megabytes of JSON a second.
template <class Work>
double speed_of(std::size_t bytes, const Work& work) {
  std::vector<double> rounds;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    constexpr int kTimes = 4'000;
    for (int i = 0; i < kTimes; ++i) work();
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    rounds.push_back(static_cast<double>(bytes) * kTimes / time.count() / 1e6);
  }
  std::ranges::sort(rounds);
  return rounds[rounds.size() / 2];
}

// nlohmann alone has the times as text already.
void serializer() {
  using Time = std::chrono::system_clock::time_point;
  const auto with_times = order<Time>(Time(std::chrono::milliseconds(1'769'860'800'250)));
  const auto with_text = order<std::string>("2026-01-31T12:00:00.250Z");
  std::string bytes;
  CacheCodec<Order<Time>>::encode(with_times, bytes);
  std::string buffer;
  const double encode = speed_of(bytes.size(), [&] {
    buffer.clear();
    CacheCodec<Order<Time>>::encode(with_times, buffer);
  });
  const double dump = speed_of(bytes.size(), [&] { buffer = nlohmann::json(with_text).dump(); });
  const double decode = speed_of(bytes.size(), [&] {
    if (!CacheCodec<Order<Time>>::decode(bytes)) std::abort();
  });
  const double parse = speed_of(bytes.size(), [&] {
    if (nlohmann::json::parse(bytes).get<Order<std::string>>().lines.empty()) std::abort();
  });
  std::printf(
      "serializer, %zu bytes: encode %.0f MB/s (nlohmann alone %.0f: %.2f x), decode %.0f MB/s (%.0f: %.2f "
      "x)\n",
      bytes.size(), encode, dump, encode / dump, decode, parse, decode / parse);
}

class StoppedClock final : public cache::Clock {
 public:
  [[nodiscard]] std::int64_t monotonic() const noexcept override { return 1; }
  [[nodiscard]] std::int64_t wall() const noexcept override { return 1; }
};

// 100,000 keys, of which so many percent find room. With scans, each tenth key is new.
void hit_ratio(double skew, std::size_t percent, bool scans) {
  constexpr std::size_t kKeys = 100'000;
  constexpr std::size_t kLength = 2'000'000;
  const std::size_t room = kKeys * percent / 100;
  const StoppedClock clock;
  cache::MemoryStore store(clock, {.bytes = 1ULL << 40U, .entries = room});
  test::LeastRecentlyUsed lru(room);
  std::size_t ours = 0;
  std::size_t theirs = 0;
  std::size_t scanned = kKeys;
  std::size_t number = 0;
  std::string value;
  for (std::size_t key : zipf_trace(kKeys, skew, kLength, 1)) {
    if (scans && ++number % 10 == 0) key = ++scanned;
    const std::string name = std::to_string(key);
    if (store.get(name, value)) {
      ++ours;
    } else {
      store.put(name, {}, 0);
    }
    theirs += lru.ask(key) ? 1 : 0;
  }
  std::printf("hit ratio, Zipf %.1f, room for %2zu %%%-10s: %.1f %%, LRU %.1f %%\n", skew, percent,
              scans ? ", scans" : "", 100.0 * static_cast<double>(ours) / kLength,
              100.0 * static_cast<double>(theirs) / kLength);
}

}  // namespace

int main() {
  const testing::RedisServer server;
  memory_hits(server);
  through_redis(server);
  serializer();
  for (const double skew : {0.8, 1.0}) {
    for (const std::size_t percent : {std::size_t{1}, std::size_t{10}}) {
      for (const bool scans : {false, true}) hit_ratio(skew, percent, scans);
    }
  }
}

// Values that were made elsewhere, read by Cache<T> as its own.
#include "redisconf/cache/bulk_writer.h"

#include "cache/support/trial_cache.h"
#include "support/catch.h"

#include <redisconf/client/errors.h>
#include <redisconf/testing/redis_server.h>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

using namespace redisconf;
using redisconf::test::trial_config;
using redisconf::test::Visit;
using redisconf::test::visit;
using redisconf::test::visits;
using namespace std::chrono_literals;

namespace {

constexpr ValueForm kJson{.format = CacheFormat::json, .version = 1};
using Outcomes = std::vector<BulkOutcome>;

struct Trial {
  explicit Trial(CacheSettings told = visits()) : settings(std::move(told)) {}

  [[nodiscard]] CacheBulkWriter writer(std::string_view stamp = {}) {
    return {client, settings, kJson, stamp};
  }
  [[nodiscard]] long long rest_of(const char* id) {
    return client.command({"PTTL", "trial:visits:" + std::string(id)}).as_integer();
  }

  testing::RedisServer server;
  Client client{connect(trial_config(server))};
  CacheSettings settings;
  Cache<Visit> cache{client, settings};
};

std::string json_of(const std::string& page) {
  std::string bytes;
  CacheCodec<Visit>::encode(visit(page), bytes);
  return bytes;
}

std::chrono::sys_time<std::chrono::milliseconds> from_now(std::chrono::milliseconds time) {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) + time;
}

// The stamp of a writer that was made so much later.
std::string later(const std::string& stamp, std::chrono::milliseconds time) {
  constexpr std::size_t kDigits = 16;
  const auto moved = std::stoull(stamp.substr(0, kDigits), nullptr, 16) +
                     (static_cast<unsigned long long>(time.count()) << 16U);
  std::array<char, kDigits + 1> text{};
  std::snprintf(text.data(), text.size(), "%016llx", moved);
  return text.data() + stamp.substr(kDigits);
}

}  // namespace

TEST_CASE("what is written in bulk is read by the cache, and lives as it says") {
  Trial trial;
  CacheBulkWriter writer = trial.writer();
  const std::string bytes = json_of("home");
  const std::vector<BulkItem> items{{.id = "a", .value = bytes},
                                    {.id = "b", .value = bytes, .time_to_live = 5min},
                                    {.id = "c", .value = bytes, .expires_at = from_now(2min)},
                                    {.id = "d", .value = bytes, .expires_at = from_now(-1s)}};
  const Outcomes expected{BulkOutcome::written, BulkOutcome::written, BulkOutcome::written,
                          BulkOutcome::expired};
  CHECK(writer.look(items, BulkPolicy::keep) == expected);
  CHECK_FALSE(trial.cache.exists("a"));
  CHECK(writer.write(items, BulkPolicy::keep) == expected);
  CHECK(trial.cache.get("a") == visit("home"));
  CHECK(trial.cache.get("c") == visit("home"));
  CHECK_FALSE(trial.cache.exists("d"));
  CHECK((trial.rest_of("a") > 3'400'000 && trial.rest_of("a") <= 3'600'000));
  CHECK((trial.rest_of("b") > 200'000 && trial.rest_of("b") <= 300'000));
  CHECK((trial.rest_of("c") > 60'000 && trial.rest_of("c") <= 121'000));
}

TEST_CASE("a stale window stands behind the end, and no end is none") {
  CacheSettings settings = visits();
  settings.stale_if_error = 1h;
  Trial trial(settings);
  const std::string bytes = json_of("home");
  trial.writer().write(std::vector<BulkItem>{{.id = "a", .value = bytes, .time_to_live = 1min}},
                       BulkPolicy::keep);
  CHECK(trial.rest_of("a") > 3'600'000);
  settings.time_to_live = 0ms;
  CacheBulkWriter(trial.client, settings, kJson)
      .write(std::vector<BulkItem>{{.id = "b", .value = bytes}}, BulkPolicy::keep);
  CHECK(trial.rest_of("b") == -1);
}

TEST_CASE("what is there is kept or replaced, and what is newer than the stamp always stays") {
  Trial trial;
  for (const char* const id : {"old", "new", "gone"}) trial.cache.set(id, visit("service"));
  trial.cache.increment("count");
  static_cast<void>(trial.client.command({"SET", "trial:visits:plain", "x"}));
  static_cast<void>(trial.client.command({"RPUSH", "trial:visits:list", "x"}));
  trial.cache.del("gone");
  const std::string bytes = json_of("dump");
  std::vector<BulkItem> items;
  for (const char* const id : {"old", "count", "plain", "list", "gone", "free"}) {
    items.push_back({.id = id, .value = bytes});
  }
  CacheBulkWriter early = trial.writer();
  CHECK(early.look(items, BulkPolicy::replace) == Outcomes{BulkOutcome::newer, BulkOutcome::newer,
                                                           BulkOutcome::written, BulkOutcome::written,
                                                           BulkOutcome::newer, BulkOutcome::written});
  CacheBulkWriter late = trial.writer(later(early.stamp(), 1h));
  const Outcomes kept{BulkOutcome::kept,    BulkOutcome::kept,    BulkOutcome::foreign,
                      BulkOutcome::foreign, BulkOutcome::written, BulkOutcome::written};
  CHECK(late.look(items, BulkPolicy::keep) == kept);
  CHECK(late.write(items, BulkPolicy::keep) == kept);
  CHECK(late.write(items, BulkPolicy::keep).back() == BulkOutcome::repeated);
  CHECK(trial.cache.get("old") == visit("service"));
  CHECK(trial.cache.get("free") == visit("dump"));
  CHECK(late.write(items, BulkPolicy::replace) == Outcomes(items.size(), BulkOutcome::written));
  CHECK(trial.cache.get("old") == visit("dump"));
  CHECK(trial.cache.get("new") == visit("service"));
}

TEST_CASE("a writer that goes on under a stamp does not set back what changed meanwhile") {
  Trial trial;
  const std::string bytes = json_of("dump");
  const std::vector<BulkItem> items{{.id = "a", .value = bytes}, {.id = "b", .value = bytes}};
  CacheBulkWriter first = trial.writer();
  first.write(items, BulkPolicy::replace);
  trial.cache.set("a", visit("service"));
  CacheBulkWriter second = trial.writer(first.stamp());
  CHECK(second.stamp() == first.stamp());
  CHECK(second.write(items, BulkPolicy::replace) == Outcomes{BulkOutcome::newer, BulkOutcome::written});
  CHECK(second.write(items, BulkPolicy::keep) == Outcomes{BulkOutcome::newer, BulkOutcome::repeated});
  CHECK(trial.cache.get("a") == visit("service"));
}

TEST_CASE("copies that other processes keep are dropped") {
  CacheSettings settings = visits();
  settings.near_cache = true;
  Trial trial(settings);
  trial.cache.set("a", visit("service"));
  REQUIRE(test::becomes([&] {
    static_cast<void>(trial.cache.get("a"));
    return trial.cache.stats().near_hits > 0;
  }));
  const std::string bytes = json_of("dump");
  trial.writer(later(trial.writer().stamp(), 1h))
      .write(std::vector<BulkItem>{{.id = "a", .value = bytes}}, BulkPolicy::replace);
  CHECK(test::becomes([&] { return trial.cache.get("a") == visit("dump"); }));
}

TEST_CASE("a bulk writer refuses wrong ids, lives and stamps, and writes nothing of such a batch") {
  Trial trial;
  CacheBulkWriter writer = trial.writer();
  const std::vector<BulkItem> wrong{{.id = "a", .value = "1"}, {.id = "!b", .value = "1"}};
  CHECK_THROWS_AS(writer.write(wrong, BulkPolicy::keep), RedisError);
  CHECK_FALSE(trial.cache.exists("a"));
  CHECK_THROWS_AS(CacheBulkWriter::check({.id = "a", .value = "1", .time_to_live = 0ms}), RedisError);
  CHECK_THROWS_AS(trial.writer("12"), RedisError);
  CHECK_THROWS_AS(trial.writer(std::string(32, 'x')), RedisError);
}

TEST_CASE("values written in bulk are not older than what Redis has declared lost") {
  Trial trial;
  CacheBulkWriter first = trial.writer();
  const std::string stamp = first.stamp();
  // A floor in the future of the stamp, as an instance raises it after it had to forget changes.
  std::string floor("\xA1v", 2);
  const unsigned long long later = std::stoull(stamp.substr(0, 16), nullptr, 16) + (1ULL << 20U);
  for (int shift = 56; shift >= 0; shift -= 8) floor += static_cast<char>(later >> shift & 0xFF);
  floor.append(8, '\0');
  static_cast<void>(trial.client.command({"HSET", "trial:visits:~floor", "values", floor}));
  const std::string bytes = json_of("dump");
  CacheBulkWriter second = trial.writer(stamp);
  second.write(std::vector<BulkItem>{{.id = "a", .value = bytes}}, BulkPolicy::keep);
  CHECK(second.stamp() > stamp);
  CHECK(Cache<Visit>(trial.client, trial.settings).get("a") == visit("dump"));
}

#include "tiered_store.h"

#include <redisconf/client/errors.h>

#include <atomic>
#include <utility>

namespace redisconf::cache {
namespace {

using std::chrono::milliseconds;

constexpr int kVersionTries = 8;  // each is newer than what it met
constexpr std::int64_t kTombstoneLife = 600'000;
constexpr unsigned kPercent = 100;

}  // namespace

class TieredStore::Impl {
 public:
  Impl(Client& client, CacheSettings cache_settings, Environment outside)
      : settings(std::move(cache_settings)),
        environment(std::move(outside)),
        clock(*environment.clock, environment.chance->bits()),
        redis(client, clock, settings.key_prefix + "~floor") {
    redis.synchronize();
  }

  [[nodiscard]] std::int64_t end_of(std::optional<milliseconds> time_to_live) const {
    std::int64_t life = time_to_live.value_or(settings.time_to_live).count();
    if (life == 0) return 0;
    if (!time_to_live && settings.ttl_jitter > 0) {
      const std::int64_t most = life * settings.ttl_jitter / kPercent;
      life -= static_cast<std::int64_t>(environment.chance->bits() % static_cast<std::uint64_t>(most + 1));
    }
    return clock.server_time() + life;
  }

  // The caller's change is the last one until it returns: what is newer in Redis was so by its version
  // alone, and there is a newer one.
  [[nodiscard]] Outcome apply(Change change) {
    Outcome outcome;
    for (int attempt = 0; attempt < kVersionTries; ++attempt) {
      change.version = clock.next();
      outcome = redis.apply(change);
      if (outcome.applied) break;
    }
    writes.fetch_add(1, std::memory_order_relaxed);
    return outcome;
  }

  [[nodiscard]] StoredValue stored(Entry&& entry) const {
    const std::int64_t left =
        entry.expires_at == 0 ? 0 : std::max<std::int64_t>(entry.expires_at - clock.server_time(), 1);
    return {std::move(entry.bytes), milliseconds(left), false};
  }

  const CacheSettings settings;
  const Environment environment;
  HybridClock clock;
  RedisTier redis;
  std::atomic<std::uint64_t> hits{0};
  std::atomic<std::uint64_t> misses{0};
  std::atomic<std::uint64_t> writes{0};
  std::atomic<std::uint64_t> numbers{0};
};

TieredStore::TieredStore(Client& client, CacheSettings settings, Environment environment)
    : impl_(std::make_unique<Impl>(client, std::move(settings), std::move(environment))) {}

TieredStore::~TieredStore() = default;

std::optional<StoredValue> TieredStore::get(std::string_view key) {
  auto entry = impl_->redis.get(key);
  (entry ? impl_->hits : impl_->misses).fetch_add(1, std::memory_order_relaxed);
  if (!entry) return {};
  return impl_->stored(std::move(*entry));
}

std::vector<std::optional<StoredValue>> TieredStore::get_many(std::span<const std::string> keys) {
  std::vector<std::optional<StoredValue>> values(keys.size());
  auto entries = impl_->redis.get_many(keys);
  for (std::size_t index = 0; index < keys.size(); ++index) {
    (entries[index] ? impl_->hits : impl_->misses).fetch_add(1, std::memory_order_relaxed);
    if (entries[index]) values[index] = impl_->stored(std::move(*entries[index]));
  }
  return values;
}

bool TieredStore::exists(std::string_view key) { return impl_->redis.exists(key); }

void TieredStore::set(std::string_view key, std::string_view value,
                      std::optional<milliseconds> time_to_live) {
  static_cast<void>(impl_->apply(
      {.action = Action::set, .key = key, .value = value, .expires_at = impl_->end_of(time_to_live)}));
}

void TieredStore::set_many(std::span<const StoredItem> items, std::optional<milliseconds> time_to_live) {
  for (const StoredItem& item : items) set(item.key, item.value, time_to_live);
}

bool TieredStore::del(std::string_view key) {
  const std::int64_t end = impl_->clock.server_time() + kTombstoneLife;
  return impl_->apply({.action = Action::del, .key = key, .expires_at = end}).number == 1;
}

bool TieredStore::expire(std::string_view key, milliseconds time_to_live) {
  return impl_->apply({.action = Action::expire, .key = key, .expires_at = impl_->end_of(time_to_live)})
             .number == 1;
}

long long TieredStore::increment(std::string_view key, std::int64_t delta,
                                 std::optional<milliseconds> time_to_live) {
  const std::uint64_t number = impl_->numbers.fetch_add(1, std::memory_order_relaxed) + 1;
  return impl_
      ->apply({.action = Action::add,
               .key = key,
               .expires_at = impl_->end_of(time_to_live),
               .delta = delta,
               .number = number,
               .oldest_open = number})
      .number;
}

CacheMode TieredStore::mode() const noexcept { return CacheMode::redis; }

CacheStats TieredStore::stats() const {
  CacheStats stats;
  stats.mode = mode();
  stats.hits = impl_->hits.load(std::memory_order_relaxed);
  stats.misses = impl_->misses.load(std::memory_order_relaxed);
  stats.writes = impl_->writes.load(std::memory_order_relaxed);
  stats.malformed = impl_->redis.malformed();
  return stats;
}

const CacheSettings& TieredStore::settings() const noexcept { return impl_->settings; }
void TieredStore::add_listener(std::shared_ptr<CacheListener> /*listener*/) {}
bool TieredStore::close(milliseconds /*grace*/) { return true; }

}  // namespace redisconf::cache

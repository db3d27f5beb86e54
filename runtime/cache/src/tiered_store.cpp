#include "tiered_store.h"

#include "tier_core.h"

#include <array>
#include <utility>

namespace redisconf::cache {

using std::chrono::milliseconds;

TieredStore::TieredStore(Client& client, CacheSettings settings, Environment environment)
    : core_(std::make_unique<TierCore>(client, std::move(settings), std::move(environment))) {}

TieredStore::~TieredStore() = default;

std::optional<StoredValue> TieredStore::get(std::string_view key) { return core_->get(key); }

std::vector<std::optional<StoredValue>> TieredStore::get_many(std::span<const std::string> keys) {
  return core_->get_many(keys);
}

bool TieredStore::exists(std::string_view key) { return core_->exists(key); }

void TieredStore::set(std::string_view key, std::string_view value,
                      std::optional<milliseconds> time_to_live) {
  const std::array<StoredItem, 1> item{StoredItem{key, value}};
  core_->set_many(item, time_to_live);
}

void TieredStore::set_many(std::span<const StoredItem> items, std::optional<milliseconds> time_to_live) {
  core_->set_many(items, time_to_live);
}

bool TieredStore::del(std::string_view key) { return core_->del(key); }

bool TieredStore::expire(std::string_view key, milliseconds time_to_live) {
  return core_->expire(key, time_to_live);
}

long long TieredStore::increment(std::string_view key, std::int64_t delta,
                                 std::optional<milliseconds> time_to_live) {
  return core_->increment(key, delta, time_to_live);
}

CacheMode TieredStore::mode() const noexcept { return core_->mode_switch().mode(); }
CacheStats TieredStore::stats() const { return core_->stats(); }
const CacheSettings& TieredStore::settings() const noexcept { return core_->settings(); }

void TieredStore::add_listener(std::shared_ptr<CacheListener> listener) {
  core_->mode_switch().add_listener(std::move(listener));
}

bool TieredStore::close(milliseconds grace) { return core_->close(grace); }

}  // namespace redisconf::cache

#include "tier_core.h"

#include "cache_key.h"
#include "lifetime.h"

#include <redisconf/config/signals_blocked.h>

#include <algorithm>
#include <utility>

namespace redisconf::cache {
namespace {

using std::chrono::milliseconds;

constexpr int kVersionTries = 8;  // each is newer than what the one before met

}  // namespace

TierCore::TierCore(Client& client, CacheSettings settings, Environment environment)
    : settings_(std::move(settings)),
      environment_(std::move(environment)),
      clock_(*environment_.clock, environment_.chance->bits()),
      client_(client),
      redis_(client, clock_, floor_key(settings_.key_prefix)),
      memory_(*environment_.clock, {settings_.memory_bytes, settings_.memory_entries}),
      switch_(settings_.name),
      log_(settings_.dirty_log_entries) {
  if (client_.pool_stats().open > 0) look_after();
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { run(); });
}

TierCore::~TierCore() { close(milliseconds(0)); }

void TierCore::require_open() const {
  if (!closed_.load(std::memory_order_relaxed)) return;
  throw RedisError({.category = ErrorCategory::usage,
                    .retry_safe = true,
                    .code = {},
                    .endpoint = {},
                    .cause = "the cache " + settings_.name + " was closed",
                    .fix = {}});
}

// Without a fallback the first call asks for the server's time: no version may come from another clock.
void TierCore::synchronize_first() {
  try {
    synchronize();
    switch_.change(CacheMode::initializing, CacheMode::redis);
  } catch (const RedisError& error) {
    failed(error);
  }
}

bool TierCore::goes_to_memory() {
  require_open();
  const CacheMode mode = switch_.mode();
  if (settings_.fallback != CacheFallback::none) {
    return mode == CacheMode::memory || mode == CacheMode::initializing;
  }
  if (mode == CacheMode::initializing) synchronize_first();
  if (mode != CacheMode::memory) return false;
  throw RedisError(
      {.category = ErrorCategory::unavailable,
       .retry_safe = true,
       .code = {},
       .endpoint = {},
       .cause = switch_.cause(),
       .fix = "the cache " + settings_.name + " has no fallback; it goes on when Redis answers"});
}

// Called in a handler, whose exception it throws on when there is nothing in place of Redis.
void TierCore::failed(const RedisError& error) {
  if (!is_away(error)) throw;
  failures_.fetch_add(1, std::memory_order_relaxed);
  if (switch_.failed(error)) {
    for (const CacheMode before : {CacheMode::initializing, CacheMode::redis, CacheMode::recovering}) {
      if (switch_.change(before, CacheMode::memory, error.details().cause)) break;
    }
  }
  if (settings_.fallback == CacheFallback::none) throw;
}

std::int64_t TierCore::end_of(std::optional<milliseconds> time_to_live) const {
  if (!time_to_live && settings_.time_to_live.count() == 0) return 0;
  const milliseconds life = time_to_live ? *time_to_live : jittered_life(settings_, *environment_.chance);
  return life.count() == 0 ? 0 : clock_.server_time() + life.count();
}

StoredValue TierCore::stored(Entry&& entry) const {
  const std::int64_t now = clock_.server_time();
  const std::int64_t left = entry.expires_at == 0 ? 0 : std::max<std::int64_t>(entry.expires_at - now, 1);
  return {std::move(entry.bytes), milliseconds(left), false, entry.value_from};
}

std::optional<StoredValue> TierCore::from_redis(std::string_view key) {
  auto entry = redis_.get(key);
  switch_.succeeded();
  if (!entry) return {};
  return stored(std::move(*entry));
}

std::optional<StoredValue> TierCore::get(std::string_view key) {
  if (goes_to_memory()) return local_get(key);
  if (auto known = dirty_get(key)) return std::move(*known);
  try {
    return from_redis(key);
  } catch (const RedisError& error) {
    failed(error);
    return local_get(key);
  }
}

std::vector<std::optional<StoredValue>> TierCore::get_many(std::span<const std::string> keys) {
  std::vector<std::optional<StoredValue>> values(keys.size());
  bool away = goes_to_memory();
  if (!away) {
    try {
      auto entries = redis_.get_many(keys);
      switch_.succeeded();
      for (std::size_t index = 0; index < keys.size(); ++index) {
        if (auto known = dirty_get(keys[index])) {
          values[index] = std::move(*known);
        } else if (entries[index]) {
          values[index] = stored(std::move(*entries[index]));
        }
      }
    } catch (const RedisError& error) {
      failed(error);
      away = true;
    }
  }
  if (away) std::ranges::transform(keys, values.begin(), [this](const auto& key) { return local_get(key); });
  return values;
}

bool TierCore::exists(std::string_view key) {
  if (goes_to_memory()) return local_get(key).has_value();
  if (auto known = dirty_get(key)) return known->has_value();
  try {
    const bool found = redis_.exists(key);
    switch_.succeeded();
    return found;
  } catch (const RedisError& error) {
    failed(error);
    return local_get(key).has_value();
  }
}

// The caller's change is the last one until it returns: what is newer in Redis was so by its version
// alone, and there is a newer one.
Outcome TierCore::apply(Change& change) {
  Outcome outcome;
  for (int attempt = 0; attempt < kVersionTries; ++attempt) {
    outcome = redis_.apply(change);
    if (outcome.applied) break;
    change.version = clock_.next();
  }
  switch_.succeeded();
  if (change.action != Action::add) forget_write(change.key, change.version);
  return outcome;
}

void TierCore::set_many(std::span<const StoredItem> items, std::optional<milliseconds> time_to_live) {
  writes_.add(items.size());
  const bool away = goes_to_memory();
  std::vector<Change> changes;
  changes.reserve(items.size());
  for (const StoredItem& item : items) {
    changes.push_back({.action = Action::set,
                       .key = item.key,
                       .value = item.value,
                       .version = clock_.next(),
                       .expires_at = end_of(time_to_live)});
  }
  if (away) {
    for (const Change& change : changes) write_away(change, {});
    return;
  }
  try {
    if (changes.size() == 1) {
      static_cast<void>(apply(changes.front()));
      return;
    }
    const auto outcomes = redis_.apply_all(changes);
    for (std::size_t index = 0; index < changes.size(); ++index) {
      if (const auto* error = std::get_if<RedisError>(&outcomes[index])) throw RedisError(*error);
      if (std::get<Outcome>(outcomes[index]).applied) {
        forget_write(changes[index].key, changes[index].version);
      } else {
        changes[index].version = clock_.next();
        static_cast<void>(apply(changes[index]));
      }
    }
    switch_.succeeded();
  } catch (const RedisError& error) {
    failed(error);
    for (const Change& change : changes) write_away(change, change.version);
  }
}

bool TierCore::del(std::string_view key) {
  writes_.add();
  const bool away = goes_to_memory();
  Change change{.action = Action::del, .key = key};
  if (away) return write_away(change, {});
  change.version = clock_.next();
  change.expires_at = clock_.server_time() + tombstone_life(settings_.fallback);
  try {
    return apply(change).number == 1;
  } catch (const RedisError& error) {
    failed(error);
    return write_away(change, change.version);
  }
}

bool TierCore::expire(std::string_view key, milliseconds time_to_live) {
  writes_.add();
  const bool away = goes_to_memory();
  Change change{.action = Action::expire, .key = key, .expires_at = end_of(time_to_live)};
  if (away) return write_away(change, {});
  change.version = clock_.next();
  try {
    flush(key);
    return apply(change).number == 1;
  } catch (const RedisError& error) {
    failed(error);
    return write_away(change, change.version);
  }
}

long long TierCore::increment(std::string_view key, std::int64_t delta,
                              std::optional<milliseconds> time_to_live) {
  writes_.add();
  const bool away = goes_to_memory();
  Change change{.action = Action::add, .key = key, .expires_at = end_of(time_to_live), .delta = delta};
  {
    const Lock lock(mutex_);
    change.number = log_.open_number();
    change.oldest_open = log_.oldest_open();
  }
  bool sent = false;
  if (!away) {
    try {
      flush(key);
      sent = true;
      change.version = clock_.next();
      const Outcome outcome = apply(change);
      close_number(change.number);
      return outcome.number;
    } catch (const RedisError& error) {
      sent = sent && is_away(error) && may_have_run(error);
      try {
        failed(error);
      } catch (...) {
        close_number(change.number);
        throw;
      }
    }
  }
  return add_away(change, sent);
}

CacheStats TierCore::stats() const {
  const auto memory = memory_.figures();
  const auto read = [](const std::atomic<std::uint64_t>& count) {
    return count.load(std::memory_order_relaxed);
  };
  return {.mode = switch_.mode(),
          .switches = switch_.switches(),
          .writes = writes_.value(),
          .failures = read(failures_),
          .malformed = redis_.malformed(),
          .memory_hits = memory_hits_.value(),
          .memory_entries = memory.entries,
          .memory_bytes = memory.bytes,
          .memory_evictions = memory.evictions,
          .dirty_entries = dirty_.load(std::memory_order_relaxed),
          .dirty_overflows = read(overflows_),
          .replayed = read(replayed_),
          .superseded = read(superseded_),
          .invalidated = read(invalidated_),
          .increments_merged = read(merged_)};
}

}  // namespace redisconf::cache

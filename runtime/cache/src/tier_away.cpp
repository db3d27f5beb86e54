// Calls while Redis does not take part.
#include "tier_core.h"

#include <algorithm>
#include <utility>

namespace redisconf::cache {

using std::chrono::milliseconds;

std::optional<StoredValue> TierCore::local_get(std::string_view key) {
  std::optional<StoredValue> value;
  const auto read = [&](std::string_view bytes, std::int64_t end) {
    const std::int64_t left = end == 0 ? 0 : std::max<std::int64_t>(end - clock_.monotonic(), 1);
    value.emplace(StoredValue{std::string(bytes), milliseconds(left), true});
  };
  if (memory_.visit(key, read)) {
    memory_hits_.add();
    return value;
  }
  if (dirty_.load(std::memory_order_acquire) == 0) return {};
  const Lock lock(mutex_);
  const DirtyKey* const dirty = log_.find(key);
  if (dirty == nullptr || dirty->adds.empty()) return {};
  return StoredValue{std::to_string(log_.sum_of(key)), milliseconds(0), true};
}

// What Redis does not know of yet; nothing when Redis may be asked.
std::optional<std::optional<StoredValue>> TierCore::dirty_get(std::string_view key) {
  if (dirty_.load(std::memory_order_acquire) == 0) return {};
  {
    const Lock lock(mutex_);
    const DirtyKey* const dirty = log_.find(key);
    if (dirty == nullptr || !dirty->write || dirty->write->action == Action::expire) return {};
    if (dirty->write->action == Action::del && dirty->adds.empty()) return std::optional<StoredValue>();
  }
  return local_get(key);
}

// Whether there was a value, as far as is known here.
bool TierCore::write_away(const Change& change, std::optional<Version> version) {
  bool was_there = false;
  {
    const Lock lock(mutex_);
    DirtyWrite write{change.action, version ? *version : clock_.next(), change.expires_at};
    if (settings_.fallback == CacheFallback::open) write.action = Action::del;
    was_there = note(change, write);
    renew_size();
  }
  wake();
  return was_there;
}

// Under the lock.
bool TierCore::note(const Change& change, const DirtyWrite& write) {
  std::string value(change.value);
  const bool was_there = memory_.get(change.key, value) || log_.sum_of(change.key) != 0;
  if (write.action == Action::set) value = change.value;
  const bool logged = log_.write(change.key, write);
  if (!logged) overflow(write.version, write.action == Action::del);
  const DirtyKey* const dirty = log_.find(change.key);
  const bool is_last = dirty == nullptr || !dirty->write || dirty->write->version == write.version;
  if (!is_last) return was_there;  // another thread's later write is there already
  const bool has_value = write.action == Action::set || (write.action == Action::expire && was_there);
  // What the log does not know goes with the mode: see above at the class.
  if (has_value && (logged || switch_.mode() == CacheMode::memory)) {
    const std::int64_t end =
        write.expires_at == 0 ? 0 : write.expires_at - clock_.server_time() + clock_.monotonic();
    memory_.put(change.key, value, end);
  } else {
    memory_.erase(change.key);
  }
  return was_there;
}

// Under the lock. What can't be told one by one is told of all: what is older is a miss from now on.
void TierCore::overflow(Version version, bool deletes) {
  redis_.raise_floor(version, deletes);
  if (overflowed_) return;
  overflowed_ = true;
  overflows_.fetch_add(1, std::memory_order_relaxed);
}

long long TierCore::add_away(const Change& change, bool sent) {
  long long sum = 0;
  {
    const Lock lock(mutex_);
    const Version version = sent ? change.version : clock_.next();
    if (!log_.add(change.key, {change.number, change.delta, version, change.expires_at, sent})) {
      log_.close_number(change.number);
      throw RedisError({.category = ErrorCategory::unavailable,
                        .retry_safe = !sent,
                        .code = {},
                        .endpoint = {},
                        .cause = "the dirty log of the cache " + settings_.name + " is full",
                        .fix = "raise dirty_log of the cache in the schema"});
    }
    sum = log_.sum_of(change.key);
    renew_size();
  }
  wake();
  return sum;
}

void TierCore::close_number(std::uint64_t number) {
  const Lock lock(mutex_);
  log_.close_number(number);
}

void TierCore::forget_write(std::string_view key, Version up_to) {
  if (dirty_.load(std::memory_order_acquire) == 0) return;
  const Lock lock(mutex_);
  if (log_.forget_write(key, up_to)) memory_.erase(key);
  renew_size();
}

// Under the lock.
void TierCore::renew_size() {
  dirty_.store(log_.size(), std::memory_order_release);
  if (log_.size() == 0) overflowed_ = false;
}

}  // namespace redisconf::cache

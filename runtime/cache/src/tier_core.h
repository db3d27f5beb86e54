// What TieredStore is made of: calls go to Redis, or do as the fallback says; a thread looks after Redis,
// and gives it what it does not have.
//
// The memory store holds the values that stand in the dirty log as `set`, and nothing else but what the
// log had no room for: that is misses as soon as Redis answers. So memory is never older than what
// this process knows, and holds nothing that another instance may have changed while Redis was there.
//
// Thread-safety: any number of threads. Errors: as TieredStore.
#pragma once

#include "dirty_log.h"
#include "environment.h"
#include "hybrid_clock.h"
#include "memory_store.h"
#include "mode_switch.h"
#include "redis_tier.h"
#include "sharded_counter.h"
#include "tiered_store.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace redisconf::cache {

// How long a delete keeps writes off that are older and come late. Who was away for longer has its writes
// replayed as deletes. Without a fallback nobody replays; what is late then was on its way.
[[nodiscard]] constexpr std::int64_t tombstone_life(CacheFallback fallback) noexcept {
  constexpr std::int64_t kOfReplays = 600'000;
  constexpr std::int64_t kOfNetworks = 30'000;
  return fallback == CacheFallback::none ? kOfNetworks : kOfReplays;
}

class TierCore {  // NOLINT(clang-analyzer-optin.performance.Padding): counters keep to their lines
 public:
  TierCore(Client& client, CacheSettings settings, Environment environment);
  TierCore(const TierCore&) = delete;
  TierCore& operator=(const TierCore&) = delete;
  ~TierCore();

  [[nodiscard]] std::optional<StoredValue> get(std::string_view key);
  [[nodiscard]] std::vector<std::optional<StoredValue>> get_many(std::span<const std::string> keys);
  [[nodiscard]] bool exists(std::string_view key);

  void set_many(std::span<const StoredItem> items, std::optional<std::chrono::milliseconds> time_to_live);
  [[nodiscard]] bool del(std::string_view key);
  [[nodiscard]] bool expire(std::string_view key, std::chrono::milliseconds time_to_live);
  [[nodiscard]] long long increment(std::string_view key, std::int64_t delta,
                                    std::optional<std::chrono::milliseconds> time_to_live);

  [[nodiscard]] CacheStats stats() const;
  [[nodiscard]] const CacheSettings& settings() const noexcept { return settings_; }
  [[nodiscard]] ModeSwitch& mode_switch() noexcept { return switch_; }
  bool close(std::chrono::milliseconds grace);

 private:
  using Lock = std::unique_lock<std::mutex>;

  // Calls (tier_core.cpp).
  [[nodiscard]] bool goes_to_memory();
  void synchronize_first();
  void require_open() const;
  void failed(const RedisError& error);
  [[nodiscard]] Outcome apply(Change& change);
  [[nodiscard]] std::int64_t end_of(std::optional<std::chrono::milliseconds> time_to_live) const;
  [[nodiscard]] StoredValue stored(Entry&& entry) const;
  [[nodiscard]] std::optional<StoredValue> from_redis(std::string_view key);

  // In place of Redis (tier_away.cpp). `version` is the one that was sent, if the change may have run.
  [[nodiscard]] std::optional<StoredValue> local_get(std::string_view key);
  [[nodiscard]] std::optional<std::optional<StoredValue>> dirty_get(std::string_view key);
  bool write_away(const Change& change, std::optional<Version> version);
  bool note(const Change& change, const DirtyWrite& write);
  void overflow(Version version, bool deletes);
  long long add_away(const Change& change, bool sent);
  void close_number(std::uint64_t number);
  void forget_write(std::string_view key, Version up_to);
  void renew_size();

  // Looking after Redis (tier_recovery.cpp).
  void run();
  void look_after();
  void synchronize();
  void recover();
  void drain();
  struct Batch;
  [[nodiscard]] Batch next_batch(std::vector<DirtyLog::Item> items);
  [[nodiscard]] Change change_of(const std::string& key, const DirtyWrite& write, std::string& value);
  void send(const Batch& batch);
  void settle(const Change& change, bool was_set, const Outcome& outcome);
  void flush(std::string_view key);
  [[nodiscard]] bool pause(std::chrono::milliseconds time);
  void wake();

  const CacheSettings settings_;
  const Environment environment_;
  HybridClock clock_;
  Client& client_;
  RedisTier redis_;
  MemoryStore memory_;
  ModeSwitch switch_;

  mutable std::mutex mutex_;  // of log_, and of the values in memory that stand in it
  DirtyLog log_;
  std::atomic<std::size_t> dirty_{0};  // keys in log_
  bool overflowed_ = false;            // since it was empty

  ShardedCounter memory_hits_, writes_;
  std::atomic<std::uint64_t> failures_{0}, overflows_{0}, replayed_{0}, superseded_{0}, invalidated_{0},
      merged_{0};

  std::atomic<bool> closed_{false};
  std::mutex thread_mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  bool woken_ = false;
  std::chrono::milliseconds hold_{0};  // before a recovery is believed; grows while recoveries fail
  std::thread thread_;
};

}  // namespace redisconf::cache

// A bounded store in memory: keys to bytes, with an end of life each.
//
// What is evicted is chosen by S3-FIFO (Yang et al., "FIFO queues are all you need for cache eviction",
// SOSP 2023): new entries pass a small queue, and go on to the main one only when they were asked for
// there; keys that left the small queue are remembered, and come back into the main one. A hit writes
// at most two bits, so readers do not disturb each other.
//
// Entries stand in shards. A reader takes one of a shard's few locks, which its core has most of the
// time; a writer takes all of them.
//
// Ownership:     owns copies of keys and values; the clock is the caller's.
// Thread-safety: any number of threads.
// Errors:        std::bad_alloc from put(); then nothing has changed.
#pragma once

#include "environment.h"
#include "reader_lock.h"
#include "s3_fifo.h"

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace redisconf::cache {

struct MemoryBounds {
  std::uint64_t bytes = 64ULL << 20;
  std::uint64_t entries = 100'000;
};

class MemoryStore {
 public:
  MemoryStore(const Clock& clock, MemoryBounds bounds) : clock_(clock) {
    // Few entries make few shards, or a shard's share would be none.
    while (shards_in_use_ < kShards && bounds.entries / (shards_in_use_ * 2) >= kEntriesOfShard) {
      shards_in_use_ *= 2;
    }
    const MemoryBounds share{std::max<std::uint64_t>(bounds.bytes / shards_in_use_, 1),
                             std::max<std::uint64_t>(bounds.entries / shards_in_use_, 1)};
    for (std::size_t index = 0; index < shards_in_use_; ++index) shards_[index].queues.set_bounds(share);
  }

  // Calls read(value, expires_at) under a lock when there is a value that is not past its end; whether
  // it did. It must be quick, and must not call the store. expires_at is of the monotonic clock; 0: never.
  template <class Read>
  bool visit(std::string_view key, const Read& read) const {
    const std::uint64_t hash = hash_of(key);
    const Shard& shard = shard_of(hash);
    ReaderLock::Shared lock(shard.lock);
    const S3Fifo::Entry* const entry = shard.queues.find(hash, key);
    if (entry == nullptr) return false;
    if (entry->expires_at != 0 && entry->expires_at <= clock_.monotonic()) return false;
    entry->touch();
    lock.count();
    read(entry->value(), entry->expires_at);
    return true;
  }

  // A copy, into what `value` holds already.
  bool get(std::string_view key, std::string& value) const {
    return visit(key, [&value](std::string_view found, std::int64_t) { value = found; });
  }

  // A value larger than a shard's share is not kept, and what was there before goes.
  void put(std::string_view key, std::string_view value, std::int64_t expires_at) {
    const std::uint64_t hash = hash_of(key);
    auto entry = S3Fifo::Entry::make(hash, key, value, expires_at);
    Shard& shard = shard_of(hash);
    const ReaderLock::Exclusive lock(shard.lock);
    shard.queues.insert(std::move(entry));
  }

  bool erase(std::string_view key) {
    const std::uint64_t hash = hash_of(key);
    Shard& shard = shard_of(hash);
    const ReaderLock::Exclusive lock(shard.lock);
    return shard.queues.erase(hash, key);
  }

  void clear() {
    for (std::size_t index = 0; index < shards_in_use_; ++index) {
      const ReaderLock::Exclusive lock(shards_[index].lock);
      shards_[index].queues.clear();
    }
  }

  struct Figures {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    std::uint64_t evictions = 0;
    std::uint64_t hits = 0;  // visits that found a value
  };
  [[nodiscard]] Figures figures() const {
    Figures sum;
    for (std::size_t index = 0; index < shards_in_use_; ++index) {
      const ReaderLock::Shared lock(shards_[index].lock);
      sum.entries += shards_[index].queues.entries();
      sum.bytes += shards_[index].queues.bytes();
      sum.evictions += shards_[index].queues.evictions();
      sum.hits += shards_[index].lock.counted();
    }
    return sum;
  }

 private:
  static constexpr std::size_t kShards = 32;
  static constexpr std::uint64_t kEntriesOfShard = 256;
  static constexpr unsigned kHashBits = 64;

  struct Shard {
    mutable ReaderLock lock;
    S3Fifo queues;
  };

  [[nodiscard]] static std::uint64_t hash_of(std::string_view key) noexcept {
    return std::hash<std::string_view>{}(key);
  }

  // The high bits choose the shard, the low ones the place in it.
  [[nodiscard]] std::size_t index_of(std::uint64_t hash) const noexcept {
    return (hash >> (kHashBits - std::bit_width(kShards - 1))) & (shards_in_use_ - 1);
  }
  [[nodiscard]] Shard& shard_of(std::uint64_t hash) noexcept { return shards_[index_of(hash)]; }
  [[nodiscard]] const Shard& shard_of(std::uint64_t hash) const noexcept { return shards_[index_of(hash)]; }

  const Clock& clock_;
  std::size_t shards_in_use_ = 1;
  std::array<Shard, kShards> shards_;
};

}  // namespace redisconf::cache

// What a cache counts above its store.
//
// Thread-safety: any number of threads. Errors: none.
#pragma once

#include "sharded_counter.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace redisconf::cache {

enum class Count : std::uint8_t {
  hit,
  miss,
  nothing_hit,
  stale_answer,
  unreadable,
  computed,
  compute_failure,
  joined,
  early_refresh,
  near_unused,  // copies that were found, and no answer
  near_flush,
  invalidation_sent,
  invalidation_received,
  number_of_them,
};

class Counters {
 public:
  void add(Count count) noexcept { counts_[static_cast<std::size_t>(count)].add(); }

  [[nodiscard]] std::uint64_t sum(Count count) const noexcept {
    return counts_[static_cast<std::size_t>(count)].value();
  }

 private:
  std::array<ShardedCounter, static_cast<std::size_t>(Count::number_of_them)> counts_;
};

}  // namespace redisconf::cache

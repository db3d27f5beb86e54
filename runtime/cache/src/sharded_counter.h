// A count that many threads raise and few read: each processor has one of a few cache lines.
//
// Thread-safety: any number of threads; value() is exact when nobody counts. Errors: none.
#pragma once

#include "thread_stripe.h"

#include <array>
#include <atomic>
#include <cstdint>

namespace redisconf::cache {

class ShardedCounter {
 public:
  void add(std::uint64_t count = 1) noexcept {
    lines_[stripe_of_processor()].count.fetch_add(count, std::memory_order_relaxed);
  }

  [[nodiscard]] std::uint64_t value() const noexcept {
    std::uint64_t sum = 0;
    for (const Line& line : lines_) sum += line.count.load(std::memory_order_relaxed);
    return sum;
  }

 private:
  struct alignas(kCacheLine) Line {
    std::atomic<std::uint64_t> count{0};
  };

  std::array<Line, kStripes> lines_;
};

}  // namespace redisconf::cache

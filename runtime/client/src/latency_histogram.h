// A histogram of times that costs a few nanoseconds: one part of PerThread's.
#pragma once

#include "redisconf/client/metrics.h"
#include "thread_slot.h"

#include <array>
#include <chrono>
#include <cstdint>

namespace redisconf {

class LatencyHistogram {
 public:
  void record(std::size_t slot, std::chrono::nanoseconds took) noexcept {
    const auto time = static_cast<std::uint64_t>(took.count() < 0 ? 0 : took.count());
    std::size_t bucket = 0;
    while (bucket < kBounds.size() && time > kBounds[bucket]) ++bucket;
    buckets_[bucket].add(slot, 1);
    sum_.add(slot, time);
  }

  void add_to(DurationHistogram& total) const noexcept {
    for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
      total.buckets[bucket] += buckets_[bucket].value();
    }
    total.sum_seconds += static_cast<double>(sum_.value()) / kNanoseconds;
  }

 private:
  static constexpr double kNanoseconds = 1e9;
  // Whole microseconds all, so that a little more makes up for what binary fractions lose.
  static constexpr auto kBounds = [] {
    std::array<std::uint64_t, DurationHistogram::kBounds.size()> bounds{};
    for (std::size_t index = 0; index < bounds.size(); ++index) {
      bounds[index] = static_cast<std::uint64_t>(DurationHistogram::kBounds[index] * 1e6 + 0.25) * 1000;
    }
    return bounds;
  }();

  std::array<SlotCounter, kBounds.size() + 1> buckets_;
  SlotCounter sum_;  // nanoseconds
};

}  // namespace redisconf

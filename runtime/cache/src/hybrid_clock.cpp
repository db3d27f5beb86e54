#include "hybrid_clock.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace redisconf::cache {
namespace {

constexpr unsigned kLogicalBits = 16;

}  // namespace

Version HybridClock::next() noexcept {
  const std::uint64_t now = static_cast<std::uint64_t>(server_time()) << kLogicalBits;
  std::uint64_t last = last_.load(std::memory_order_relaxed);
  std::uint64_t time = 0;
  do {
    time = std::max(last + 1, now);
  } while (!last_.compare_exchange_weak(last, time, std::memory_order_relaxed));
  return {time, instance_};
}

std::int64_t HybridClock::synchronize(std::int64_t server_time, std::int64_t asked,
                                      std::int64_t answered) noexcept {
  constexpr std::int64_t kDrift = 10'000;   // a clock is wrong by 1 ms more after so many, at most
  constexpr std::int64_t kGranularity = 4;  // of a coarse clock
  const std::int64_t offset = server_time - (asked + answered) / 2;
  const std::int64_t before = offset_.load(std::memory_order_relaxed);
  const std::int64_t error = (answered - asked) / 2 + kGranularity;
  const std::int64_t old_error = error_ + (answered - taken_at_) / kDrift;
  const bool was_set = std::abs(offset - before) > error + old_error;
  if (synchronized_ && error > old_error && !was_set) return 0;
  offset_.store(offset, std::memory_order_relaxed);
  error_ = error;
  taken_at_ = answered;
  if (std::exchange(synchronized_, true)) return 0;
  last_.store(0, std::memory_order_relaxed);
  return offset - before;
}

}  // namespace redisconf::cache

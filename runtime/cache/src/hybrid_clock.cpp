#include "hybrid_clock.h"

#include <algorithm>

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

void HybridClock::observe(Version seen) noexcept {
  std::uint64_t last = last_.load(std::memory_order_relaxed);
  while (last < seen.time && !last_.compare_exchange_weak(last, seen.time, std::memory_order_relaxed)) {
  }
}

void HybridClock::synchronize(std::int64_t server_time, std::int64_t asked, std::int64_t answered) noexcept {
  offset_.store(server_time - (asked + answered) / 2, std::memory_order_relaxed);
}

}  // namespace redisconf::cache

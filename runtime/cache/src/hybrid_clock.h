// Versions that order the changes of all instances of a service: a hybrid logical clock (Kulkarni et
// al., "Logical Physical Clocks", 2014) over the time of the Redis server, so that the clocks of the
// instances' machines play no part, and causality holds: who has seen a version makes newer ones.
//
// Thread-safety: any number of threads. Errors: none.
#pragma once

#include "environment.h"

#include <atomic>
#include <compare>
#include <cstdint>

namespace redisconf::cache {

struct Version {
  std::uint64_t time = 0;      // 48 bits of milliseconds since 1970, 16 bits that count within one
  std::uint64_t instance = 0;  // decides between two of the same time

  auto operator<=>(const Version&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
};

class HybridClock {
 public:
  HybridClock(const Clock& clock, std::uint64_t instance) noexcept
      : clock_(clock), instance_(instance), offset_(clock.wall() - clock.monotonic()) {}

  // A version newer than all that were made or seen here.
  [[nodiscard]] Version next() noexcept;
  void observe(Version seen) noexcept {
    std::uint64_t last = last_.load(std::memory_order_relaxed);
    while (last < seen.time && !last_.compare_exchange_weak(last, seen.time, std::memory_order_relaxed)) {
    }
  }

  // Milliseconds since 1970 by the server's clock, as far as it is known.
  [[nodiscard]] std::int64_t server_time() const noexcept {
    return clock_.monotonic() + offset_.load(std::memory_order_relaxed);
  }

  // The server's TIME, asked between these two moments of the monotonic clock; one at a time. An answer
  // that took longer than is good is not taken, unless the server's clock was set. Until the first one the
  // wall clock of this machine stands in: then it says by how much that was behind, and versions begin
  // anew; later it says 0.
  std::int64_t synchronize(std::int64_t server_time, std::int64_t asked, std::int64_t answered) noexcept;

  [[nodiscard]] std::int64_t monotonic() const noexcept { return clock_.monotonic(); }
  [[nodiscard]] std::uint64_t instance() const noexcept { return instance_; }

 private:
  const Clock& clock_;
  const std::uint64_t instance_;
  std::atomic<std::int64_t> offset_;
  std::atomic<std::uint64_t> last_{0};
  bool synchronized_ = false;
  std::int64_t error_ = 0;     // of offset_ at most, when it was taken
  std::int64_t taken_at_ = 0;  // by the monotonic clock
};

}  // namespace redisconf::cache

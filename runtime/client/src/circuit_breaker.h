// Stops calls to an endpoint that does not answer, so that an outage costs nanoseconds a call.
//
// closed -> open       after `failure_threshold` failures in a row, or when of at least
//                      `minimum_calls` of the last ten seconds `failure_rate` percent failed or
//                      `slow_rate` percent took `slow_call` or longer. Looked at when a call fails
//                      or is slow: a success is no reason to open.
// open -> half-open    after `recovery_timeout`, which doubles up to `max_recovery_timeout` with
//                      each failed probe; one caller is told to probe, by a PING on a connection
//                      of its own. A probe that does not report in as long again is replaced.
// half-open -> closed  when the probe succeeds. Any connection that is made meanwhile is as good.
//
// Each change has a number. What began under another number is a late result and is discarded.
//
// Thread-safety: every member may run concurrently. admit() and record() take no lock and do not
//                allocate, but for a thread's first record().
// Errors:        none. Time comes from the caller.
#pragma once

#include "redisconf/client/events.h"
#include "redisconf/config/settings.h"
#include "thread_slot.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

namespace redisconf {

// What a call tells of the endpoint's health; `none` tells nothing (see error_policy.h).
enum class BreakerEffect : std::uint8_t { success, failure, none };

// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): what many threads write has a line of its own
class CircuitBreaker {
 public:
  using Clock = std::chrono::steady_clock;
  using TimePoint = Clock::time_point;

  struct Change {
    CircuitState before;
    CircuitState after;
    std::uint64_t number;
  };
  using Listener = std::function<void(const Change&)>;  // must not throw

  enum class Verdict : std::uint8_t { admitted, refused, probe };
  struct Admission {
    Verdict verdict;
    std::uint64_t number;  // goes back with the result
  };

  // `listener` hears each change once, outside any lock; two threads may report out of order.
  CircuitBreaker(const CircuitBreakerSettings& settings, Listener listener);

  // Before a call. `probe` refuses the call too, and asks the caller to have the endpoint probed.
  [[nodiscard]] Admission admit(TimePoint now) noexcept {
    const std::uint64_t word = word_.load(std::memory_order_acquire);
    if (state_of(word) == CircuitState::closed) return {Verdict::admitted, number_of(word)};
    if (now.time_since_epoch().count() < due_.load(std::memory_order_relaxed)) {
      return {Verdict::refused, number_of(word)};
    }
    return admit_probe(now);
  }

  // After each call that was admitted. Blocking commands are never slow: give them no time.
  void record(std::uint64_t number, BreakerEffect effect, TimePoint now, Clock::duration took) noexcept;

  // After a probe, or after any dial that began under this number.
  void probe_succeeded(std::uint64_t number) noexcept;
  void probe_failed(std::uint64_t number, TimePoint now) noexcept;

  [[nodiscard]] CircuitState state() const noexcept {
    return state_of(word_.load(std::memory_order_acquire));
  }
  [[nodiscard]] std::uint64_t number() const noexcept {
    return number_of(word_.load(std::memory_order_acquire));
  }
  // How long calls are still refused for at least; 0 when closed.
  [[nodiscard]] Clock::duration refused_for(TimePoint now) const noexcept;

 private:
  static constexpr std::size_t kBuckets = 10;  // of a second each

  // Counters of one second. The tag holds the number of the last change too: so a change empties
  // the window, for every thread at once.
  struct Bucket {
    std::atomic<std::uint64_t> tag{0};
    SlotCounter calls;
    SlotCounter failed;
    SlotCounter slow;
  };
  struct alignas(64) Window {
    std::array<Bucket, kBuckets> buckets;
  };
  struct Sums {
    std::uint64_t calls = 0;
    std::uint64_t failed = 0;
    std::uint64_t slow = 0;
  };

  [[nodiscard]] static CircuitState state_of(std::uint64_t word) noexcept {
    return static_cast<CircuitState>(word & 3U);
  }
  [[nodiscard]] static std::uint64_t number_of(std::uint64_t word) noexcept { return word >> 2U; }
  [[nodiscard]] static std::uint64_t tag_of(std::uint64_t number, TimePoint now) noexcept;

  [[nodiscard]] Admission admit_probe(TimePoint now) noexcept;
  [[nodiscard]] static Bucket& bucket_of(Window& window, std::uint64_t tag) noexcept;
  [[nodiscard]] Sums sums(std::uint64_t tag) const noexcept;
  [[nodiscard]] bool is_bad(const Sums& sums) const noexcept;
  void open(std::uint64_t number, TimePoint now) noexcept;
  // Under mutex_: the change to tell of once it is released; nothing when `number` is a late one.
  [[nodiscard]] std::optional<Change> change(std::uint64_t number, CircuitState after) noexcept;
  void tell(const std::optional<Change>& change) const noexcept;

  const std::uint64_t failure_threshold_;
  const std::uint64_t failure_rate_;
  const std::uint64_t slow_rate_;
  const std::uint64_t minimum_calls_;
  const Clock::duration slow_call_;
  const Clock::duration first_open_time_;
  const Clock::duration longest_open_time_;
  const Listener listener_;

  // Read by every call, written by changes alone.
  alignas(64) std::atomic<std::uint64_t> word_{0};      // number and state
  std::atomic<Clock::rep> due_{0};                      // of the next probe
  alignas(64) std::atomic<std::uint64_t> in_a_row_{0};  // failures; written while some fail
  alignas(64) std::mutex mutex_;                        // of changes
  Clock::duration open_time_;                           // under mutex_
  PerThread<Window> windows_;
};

}  // namespace redisconf

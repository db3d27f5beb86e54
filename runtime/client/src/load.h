// May a thread that waits look a few times before it sleeps? Looking saves two context switches
// while the machine has time, and ruins everything when other programs want the processor, because
// each sched_yield() then costs a whole time slice of theirs.
//
// Thread-safety: every member may run concurrently. Errors: none.
#pragma once

#include "processor_times.h"
#include "redisconf/client/deadline.h"
#include "spinning_mutex.h"

#include <atomic>
#include <cstdint>
#include <optional>

namespace redisconf {

enum class PollingMode : std::uint8_t { automatic, never, always };

// Calm until other programs, the server among them, use more than a part of the processors that this
// process may use; then busy until they have used less for a while. What this process uses does not count,
// nor how many of its threads wait for a processor: /proc/pressure/cpu can't tell those from foreign work.
class LoadGauge {
 public:
  using TimePoint = Deadline::Clock::time_point;
  using Source = std::optional<ProcessorTimes> (*)();

  static constexpr std::chrono::milliseconds kPeriod{100};

  explicit LoadGauge(Source source = processor_times) noexcept : source_(source) {}

  // Looks at the machine when that is due. Not calm before two looks have been taken.
  [[nodiscard]] bool is_calm(TimePoint now) noexcept {
    if (now.time_since_epoch().count() >= next_.load(std::memory_order_relaxed)) look(now);
    return was_calm();
  }

  // As it was found last.
  [[nodiscard]] bool was_calm() const noexcept { return calm_.load(std::memory_order_relaxed); }

  // One for the process.
  [[nodiscard]] static LoadGauge& of_process() noexcept;

 private:
  void look(TimePoint now) noexcept;
  [[nodiscard]] bool judge(const ProcessorTimes& times) noexcept;

  const Source source_;
  std::atomic<bool> calm_{false};
  std::atomic<Deadline::Clock::rep> next_{0};
  SpinningMutex mutex_;
  std::optional<ProcessorTimes> last_;  // under mutex_, as those below
  int quiet_looks_ = 0;
  bool busy_ = false;
};

// Connections of this process on which a command is in flight.
inline constexpr std::size_t kCacheLine = 64;
alignas(kCacheLine) inline std::atomic<std::uint32_t> busy_channels{0};

// When more than one command was in flight in this process.
class LastCompany {
 public:
  using TimePoint = Deadline::Clock::time_point;

  void note(TimePoint now) noexcept;
  [[nodiscard]] bool is_long_ago(TimePoint now) const noexcept;

 private:
  std::atomic<Deadline::Clock::rep> at_{0};
};

alignas(kCacheLine) inline LastCompany last_company;

// Whether the only command in flight is better awaited by looking at the socket for some
// microseconds, or by sleeping. Keeps the mean time of both ways, looks where that halves it, and tries
// the other way now and then: ever less while nothing changes.
//
// Thread-safety: none; belongs to the reader of a connection.
class SocketPolling {
 public:
  using Duration = Deadline::Clock::duration;

  static constexpr std::chrono::microseconds kLongest{60};

  // The way for the next command; tell took() what came of it.
  [[nodiscard]] bool choose() noexcept;
  void took(bool polled, Duration time) noexcept;

  // To poll at most: no longer than sleeping takes, as it would be of no use.
  [[nodiscard]] Duration longest() const noexcept;

 private:
  [[nodiscard]] bool polling_is_better() const noexcept;

  Duration polled_{0};  // means
  Duration slept_{0};
  int interval_ = 8;  // commands between two trials of the other way
  int since_trial_ = 0;
  int trials_left_ = 0;
};

}  // namespace redisconf

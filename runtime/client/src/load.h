// May a thread that waits look a few times before it sleeps? Looking saves two context switches
// while the machine has time, and ruins everything when other programs want the processor, because
// each sched_yield() then costs a whole time slice of theirs.
//
// Thread-safety: every member may run concurrently. Errors: none.
#pragma once

#include "redisconf/client/deadline.h"

#include <atomic>
#include <cstdint>

namespace redisconf {

enum class PollingMode : std::uint8_t { automatic, never, always };

// Judges by what yielding costs: a few microseconds among threads that are about to sleep, a time
// slice beside programs that compute. /proc/pressure/cpu can't tell the two apart, as 64 threads of
// our own press as hard as foreign ones.
class LoadGauge {
 public:
  using TimePoint = Deadline::Clock::time_point;

  // After a costly look: no to all but one thread each 100 ms, until some such looks were cheap.
  [[nodiscard]] bool is_calm(TimePoint now) noexcept;

  // What the longest yield of one look took.
  void look_took(Deadline::Clock::duration longest, TimePoint now) noexcept;

  // One for the process.
  [[nodiscard]] static LoadGauge& of_process() noexcept;

 private:
  std::atomic<bool> calm_{true};
  std::atomic<int> cheap_looks_{0};  // since the last costly one
  std::atomic<Deadline::Clock::rep> next_look_{0};
};

// Connections of this process on which a command is in flight.
inline std::atomic<std::uint32_t> busy_channels{0};

// Whether the only command in flight is better awaited by looking at the socket for some
// microseconds, or by sleeping. Keeps the mean time of both ways, takes the shorter one, and tries
// the other now and then: ever less while nothing changes.
//
// Thread-safety: none; belongs to the reader of a connection.
class SocketPolling {
 public:
  using Duration = Deadline::Clock::duration;

  static constexpr std::chrono::microseconds kLongest{60};

  // The way for the next command; tell took() what came of it.
  [[nodiscard]] bool choose() noexcept;
  void took(bool polled, Duration time) noexcept;

 private:
  [[nodiscard]] bool polling_is_better() const noexcept;

  Duration polled_{0};  // means
  Duration slept_{0};
  int interval_ = 8;  // commands between two trials of the other way
  int since_trial_ = 0;
  int trials_left_ = 0;
};

}  // namespace redisconf

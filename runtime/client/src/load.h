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

// Judges by how many of about a thousand yields took a time slice: 2 of 1,000 among threads that are
// about to sleep, 27 beside programs that compute. /proc/pressure/cpu can't tell the two apart, as 64
// threads of our own press as hard as foreign ones.
class LoadGauge {
 public:
  using TimePoint = Deadline::Clock::time_point;
  using Duration = Deadline::Clock::duration;

  // The yields of one thread that looked.
  class Yields {
   public:
    void add(Duration took) noexcept;
    [[nodiscard]] int count() const noexcept { return count_; }

   private:
    friend class LoadGauge;
    int count_ = 0;
    int costly_ = 0;
  };

  // Found busy: no until the next trial, which is due after 100 ms, ever later while trials fail.
  [[nodiscard]] bool is_calm(TimePoint now) noexcept;

  // The same without starting a trial.
  [[nodiscard]] bool was_calm() const noexcept { return calm_.load(std::memory_order_relaxed); }

  void judge(const Yields& yields, TimePoint now) noexcept;

  // One for the process.
  [[nodiscard]] static LoadGauge& of_process() noexcept;

 private:
  void found_busy(TimePoint now) noexcept;

  std::atomic<bool> calm_{true};
  std::atomic<int> yields_{0};  // of this trial, or of the last thousand
  std::atomic<int> costly_{0};
  std::atomic<Deadline::Clock::rep> next_trial_{0};
  std::atomic<Deadline::Clock::rep> pause_{0};  // before the next trial
};

// Connections of this process on which a command is in flight.
inline std::atomic<std::uint32_t> busy_channels{0};

// When more than one command was in flight in this process.
class LastCompany {
 public:
  using TimePoint = Deadline::Clock::time_point;

  void note(TimePoint now) noexcept;
  [[nodiscard]] bool is_long_ago(TimePoint now) const noexcept;

 private:
  std::atomic<Deadline::Clock::rep> at_{0};
};

inline LastCompany last_company;

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

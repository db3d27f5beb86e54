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

// Judges by what yielding costs: a few microseconds among threads that are about to sleep, a
// millisecond and more beside programs that compute. /proc/pressure/cpu can't tell the two apart,
// as 64 threads of our own press as hard as foreign ones.
class LoadGauge {
 public:
  using TimePoint = Deadline::Clock::time_point;

  // After a costly yield: no to all but one thread each kProbeInterval, until its yields are cheap.
  [[nodiscard]] bool is_calm(TimePoint now) noexcept;
  void yield_took(Deadline::Clock::duration time, TimePoint now) noexcept;

  // One for the process.
  [[nodiscard]] static LoadGauge& of_process() noexcept;

 private:
  std::atomic<bool> calm_{true};
  std::atomic<int> cheap_probes_{0};
  std::atomic<Deadline::Clock::rep> next_probe_{0};
};

// Connections of this process on which a command is in flight.
inline std::atomic<std::uint32_t> busy_channels{0};

// Whether the only command in flight may be awaited by looking at the socket for some microseconds.
// Pays where the reply comes within that time; learns at once, and with ever fewer trials, where it
// does not.
//
// Thread-safety: none; belongs to the reader of a connection.
class SocketPolling {
 public:
  static constexpr std::chrono::microseconds kLongest{60};

  [[nodiscard]] bool is_worthwhile() noexcept;
  void succeeded() noexcept;
  void failed() noexcept;

 private:
  int credit_ = 4;
  int pause_ = 64;  // calls to leave out when the credit is used up
  int left_out_ = 0;
};

}  // namespace redisconf

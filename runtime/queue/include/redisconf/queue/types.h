// What a queue tells about itself and its jobs: plain values.
#pragma once

#include <redisconf/config/export.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {
namespace queue REDISCONF_PUBLIC {

enum class JobState : std::uint8_t {
  unknown,    // never there, or finished and no longer kept
  waiting,    // ready; in order within its priority
  delayed,    // not due yet, be it for the first time or after a failure
  active,     // with a worker whose lease is renewed
  completed,  // kept for the queue's retention
  dead,       // failed or crashed too often: see Queue::dead()
};

[[nodiscard]] std::string_view name_of(JobState state) noexcept;  // "waiting"

struct JobStatus {
  JobState state = JobState::unknown;
  int failures = 0;                                        // attempts that ended with an error
  int crashes = 0;                                         // attempts whose worker died or lost its lease
  std::string progress;                                    // as the handler told it; empty: not
  std::string payload;                                     // empty for jobs that are completed
  std::string error;                                       // of the last failure, of delayed and dead ones
  std::chrono::sys_time<std::chrono::milliseconds> due{};  // of delayed ones; of dead ones: when they died
};

struct DeadLetter {
  std::string id;
  std::string payload;
  std::string error;
  int failures = 0;
  int crashes = 0;
  std::chrono::sys_time<std::chrono::milliseconds> died{};
};

struct WaitingJob {
  std::string id;
  std::string payload;
};

enum class CancelResult : std::uint8_t { cancelled, active, unknown };

// Numbers of one moment, read by one script; totals are since the queue was made.
struct QueueStats {
  std::vector<std::uint64_t> waiting;           // of each priority
  std::chrono::milliseconds oldest_waiting{0};  // how long the first in line has been ready; 0: none waits
  std::uint64_t active = 0;
  std::uint64_t delayed = 0;
  std::uint64_t dead = 0;
  std::uint64_t completed_kept = 0;
  std::uint64_t workers = 0;  // with a lease
  bool paused = false;

  std::uint64_t completed_total = 0;
  std::uint64_t failed_total = 0;   // attempts
  std::uint64_t crashed_total = 0;  // attempts
  std::uint64_t expired_total = 0;
  std::uint64_t dead_total = 0;

  [[nodiscard]] std::uint64_t depth() const noexcept;  // all that wait
};

}  // namespace redisconf
}  // namespace redisconf

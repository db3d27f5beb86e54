// How much the processors have had to do, and how much of it was this process's work (proc(5),
// getrusage(2)).
//
// Thread-safety: every function may run concurrently. Errors: nothing where the system does not tell.
#pragma once

#include <sched.h>

#include <chrono>
#include <optional>
#include <string_view>

namespace redisconf {

// Since the start of the system, or of the process.
struct ProcessorTimes {
  std::chrono::nanoseconds all{};   // of all processors that this process may use
  std::chrono::nanoseconds idle{};  // of that, what nobody used
  std::chrono::nanoseconds own{};   // of that, what this process used
  cpu_set_t processors{};           // which: the times of others can't be compared
};

// About 30 microseconds.
[[nodiscard]] std::optional<ProcessorTimes> processor_times() noexcept;

// `all` and `idle` from the text of /proc/stat, where so many ticks are a second.
[[nodiscard]] std::optional<ProcessorTimes> parse_processor_times(std::string_view stat,
                                                                  const cpu_set_t& allowed,
                                                                  long ticks_per_second) noexcept;

}  // namespace redisconf

#include "processor_times.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace redisconf {
namespace {

using std::chrono::nanoseconds;

// The lines of the processors come first: enough for 300 of them. The others then count as not there.
constexpr std::size_t kMostText = std::size_t{24} * 1024;

std::string_view next_line(std::string_view& text) noexcept {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// The number at the start, after spaces.
std::optional<std::uint64_t> next_number(std::string_view& line) noexcept {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
  if (error != std::errc()) return std::nullopt;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  return number;
}

struct Ticks {
  std::uint64_t all = 0;
  std::uint64_t idle = 0;
};

// user, nice, system, idle, iowait, irq, softirq, steal; what guests used is in `user` already. Time that
// was stolen is time that others had.
void add_line(std::string_view numbers, Ticks& ticks) noexcept {
  constexpr int kCounted = 8;
  for (int field = 0; field < kCounted; ++field) {
    const auto number = next_number(numbers);
    if (!number) return;
    ticks.all += *number;
    if (field == 3 || field == 4) ticks.idle += *number;
  }
}

nanoseconds duration(const timeval& time) noexcept {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

}  // namespace

std::optional<ProcessorTimes> parse_processor_times(std::string_view stat, const cpu_set_t& allowed,
                                                    long ticks_per_second) noexcept {
  constexpr std::string_view kName = "cpu";
  Ticks ticks;
  while (!stat.empty()) {
    std::string_view line = next_line(stat);
    if (!line.starts_with(kName)) break;
    line.remove_prefix(kName.size());
    if (line.starts_with(' ')) continue;  // the sum of all
    const auto number = next_number(line);
    if (number && *number < CPU_SETSIZE && CPU_ISSET(*number, &allowed)) add_line(line, ticks);
  }
  if (ticks.all == 0 || ticks_per_second <= 0) return std::nullopt;
  const nanoseconds tick = nanoseconds(std::chrono::seconds(1)) / ticks_per_second;
  ProcessorTimes times;
  times.processors = allowed;
  times.all = tick * static_cast<std::int64_t>(ticks.all);
  times.idle = tick * static_cast<std::int64_t>(ticks.idle);
  return times;
}

std::optional<ProcessorTimes> processor_times() noexcept {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  rusage own{};
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0 || getrusage(RUSAGE_SELF, &own) != 0)
    return std::nullopt;
  const int file = open("/proc/stat", O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::array<char, kMostText> text;
  const ssize_t size = read(file, text.data(), text.size());
  close(file);
  if (size <= 0) return std::nullopt;
  auto times =
      parse_processor_times({text.data(), static_cast<std::size_t>(size)}, allowed, sysconf(_SC_CLK_TCK));
  if (times) times->own = duration(own.ru_utime) + duration(own.ru_stime);
  return times;
}

}  // namespace redisconf

#include "progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "commands/console.h"

namespace redisconf::import_tool {
namespace {

constexpr std::chrono::milliseconds kBetween{250};
constexpr std::uint64_t kMilliseconds = 1000;
constexpr std::uint64_t kPercent = 100;

bool is_terminal() {
  const char* const terminal = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && !(terminal != nullptr && std::string_view(terminal) == "dumb");
}

std::uint64_t a_second(std::uint64_t count, const Pace& pace) {
  const auto elapsed = static_cast<std::uint64_t>(std::max<std::int64_t>(pace.elapsed.count(), 1));
  return count * kMilliseconds / elapsed;
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string progress_line(const Position& position, const Pace& pace) {
  const Tally& tally = position.tally;
  std::string text;
  if (pace.size && *pace.size > 0) text = std::to_string(position.offset * kPercent / *pace.size) + " %  ";
  text += grouped(tally[Count::lines]) + " lines  " +
          grouped(a_second(tally[Count::lines] - pace.begun_line, pace)) + "/s";
  if (tally[Count::rejected] > 0) text += "  " + grouped(tally[Count::rejected]) + " rejected";
  const std::uint64_t speed = a_second(position.offset - pace.begun_at, pace);
  if (pace.size && speed > 0 && *pace.size > position.offset) {
    text += "  " + grouped((*pace.size - position.offset) / speed) + " s left";
  }
  return text;
}

Progress::Progress(const Position& start, std::optional<std::uint64_t> size)
    : shows_(is_terminal()), pace_{start.offset, start.tally[Count::lines], size, {}} {}

const Pace& Progress::pace() {
  pace_.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_);
  return pace_;
}

void Progress::show(const Position& position) {
  if (!shows_ || Clock::now() < next_) return;
  next_ = Clock::now() + kBetween;
  compiler::print_error("\r\x1b[K" + progress_line(position, pace()));
  visible_ = true;
}

void Progress::clear() {
  if (visible_) compiler::print_error("\r\x1b[K");
  visible_ = false;
}

}  // namespace redisconf::import_tool

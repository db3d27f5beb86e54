#include "queue_text.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace redisconf::queue_tool {
namespace {

std::string row(std::string_view name, const std::string& value) {
  constexpr std::size_t kColumn = 18;
  std::string text = "  " + std::string(name);
  text.resize(std::max(text.size() + 1, kColumn), ' ');
  return text + value + '\n';
}

std::string row(std::string_view name, std::uint64_t value) { return row(name, std::to_string(value)); }

std::string seconds_text(std::chrono::milliseconds time) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f s", static_cast<double>(time.count()) / 1000);
  return text.data();
}

std::string counts_text(int failures, int crashes) {
  return std::to_string(failures) + " failures, " + std::to_string(crashes) + " crashes";
}

}  // namespace

std::string printable(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    if (code >= 0x20 && code < 0x7F && byte != '\\') {
      text += byte;
    } else {
      std::array<char, 5> escape{};
      std::snprintf(escape.data(), escape.size(), "\\x%02x", code);
      text += escape.data();
    }
  }
  return text;
}

std::string time_text(std::chrono::sys_time<std::chrono::milliseconds> time) {
  const std::time_t seconds =
      std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 24> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

std::string text_of(const queue::QueueStats& stats) {
  std::string text;
  for (std::size_t priority = 0; priority < stats.waiting.size(); ++priority) {
    text += row("waiting " + std::to_string(priority), stats.waiting[priority]);
  }
  text += row("oldest waits", seconds_text(stats.oldest_waiting)) + row("delayed", stats.delayed) +
          row("active", stats.active) + row("dead", stats.dead) + row("workers", stats.workers);
  text += row("completed", std::to_string(stats.completed_total) + ", " +
                               std::to_string(stats.completed_kept) + " of them kept");
  text += row("failed attempts", stats.failed_total) + row("crashed attempts", stats.crashed_total) +
          row("expired", stats.expired_total);
  if (stats.paused) text += "  paused\n";
  return text;
}

std::string line_of(const queue::QueueStats& stats) {
  return "waiting " + std::to_string(stats.depth()) + "  oldest " + seconds_text(stats.oldest_waiting) +
         "  active " + std::to_string(stats.active) + "  delayed " + std::to_string(stats.delayed) +
         "  dead " + std::to_string(stats.dead) + "  completed " + std::to_string(stats.completed_total) +
         "  failed " + std::to_string(stats.failed_total) + "  crashed " +
         std::to_string(stats.crashed_total) + "  workers " + std::to_string(stats.workers) +
         (stats.paused ? "  paused\n" : "\n");
}

std::string text_of(std::string_view id, const queue::JobStatus& status, bool payload) {
  std::string text = printable(id) + ": " + std::string(name_of(status.state)) + '\n';
  if (status.state == queue::JobState::unknown) return text;
  text += row("so far", counts_text(status.failures, status.crashes));
  if (!status.progress.empty()) text += row("progress", printable(status.progress));
  if (!status.error.empty()) text += row("last error", printable(status.error));
  if (status.state == queue::JobState::delayed) text += row("due", time_text(status.due));
  if (status.state == queue::JobState::dead) text += row("died", time_text(status.due));
  text +=
      row("payload", payload ? printable(status.payload) : std::to_string(status.payload.size()) + " bytes");
  return text;
}

std::string text_of(const std::vector<queue::DeadLetter>& letters, bool payload) {
  std::string text;
  for (const queue::DeadLetter& letter : letters) {
    text += printable(letter.id) + "  " + time_text(letter.died) + "  " +
            counts_text(letter.failures, letter.crashes) + "  " + printable(letter.error) +
            (payload ? "  " + printable(letter.payload) : "") + '\n';
  }
  return text;
}

std::string text_of(const std::vector<queue::WaitingJob>& jobs, bool payload) {
  std::string text;
  for (const queue::WaitingJob& job : jobs) {
    text += printable(job.id) +
            (payload ? "  " + printable(job.payload) : "  " + std::to_string(job.payload.size()) + " bytes") +
            '\n';
  }
  return text;
}

}  // namespace redisconf::queue_tool

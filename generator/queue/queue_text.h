// A queue in words, for people and for grep. Payloads are shown only where asked for, because they may be
// anything; what is not printable is escaped.
#pragma once

#include <redisconf/queue/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace redisconf::queue_tool {

[[nodiscard]] std::string printable(std::string_view bytes);
[[nodiscard]] std::string time_text(std::chrono::sys_time<std::chrono::milliseconds> time);  // ISO 8601, UTC

[[nodiscard]] std::string text_of(const queue::QueueStats& stats);
[[nodiscard]] std::string line_of(const queue::QueueStats& stats);  // one line
[[nodiscard]] std::string text_of(std::string_view id, const queue::JobStatus& status, bool payload);
[[nodiscard]] std::string text_of(const std::vector<queue::DeadLetter>& letters, bool payload);
[[nodiscard]] std::string text_of(const std::vector<queue::WaitingJob>& jobs, bool payload);

}  // namespace redisconf::queue_tool

// RFC 3339 in UTC.
#pragma once

#include <chrono>
#include <string>

namespace redisconf {

[[nodiscard]] std::string format_seconds(
    std::chrono::system_clock::time_point time);  // "2026-01-31T23:59:59Z"
[[nodiscard]] std::string format_milliseconds(std::chrono::system_clock::time_point time);  // "...59.123Z"

}  // namespace redisconf

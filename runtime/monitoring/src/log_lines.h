// Occurrences as lines of a log.
#pragma once

#include "occurrence.h"

#include <chrono>
#include <string>
#include <string_view>

namespace redisconf {

struct LogOrigin {
  std::string service;
  std::string environment;
};

[[nodiscard]] std::string text_line(const Occurrence& occurrence, const LogOrigin& origin,
                                    std::chrono::system_clock::time_point time);
[[nodiscard]] std::string json_line(const Occurrence& occurrence, const LogOrigin& origin,
                                    std::chrono::system_clock::time_point time);

}  // namespace redisconf

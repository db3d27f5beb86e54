// How long a job that failed waits before it is tried again.
#pragma once

#include <chrono>

namespace redisconf::queue {

// Exponential, at most `most`, of which `chance` (0 to 1) takes off up to a half.
[[nodiscard]] std::chrono::milliseconds retry_pause(int failures, std::chrono::milliseconds initial,
                                                    std::chrono::milliseconds most, double chance) noexcept;

}  // namespace redisconf::queue

#include "backoff.h"

#include <algorithm>
#include <cmath>

namespace redisconf::queue {

std::chrono::milliseconds retry_pause(int failures, std::chrono::milliseconds initial,
                                      std::chrono::milliseconds most, double chance) noexcept {
  constexpr int kMostDoublings = 40;  // of a millisecond: decades
  const double doubled =
      static_cast<double>(initial.count()) * std::pow(2.0, std::clamp(failures - 1, 0, kMostDoublings));
  const double pause = std::min(doubled, static_cast<double>(most.count()));
  return std::chrono::milliseconds(std::llround(pause * (1.0 - 0.5 * std::clamp(chance, 0.0, 1.0))));
}

}  // namespace redisconf::queue

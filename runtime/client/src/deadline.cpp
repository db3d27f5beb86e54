#include "redisconf/client/deadline.h"

#include <limits>

namespace redisconf {

int Deadline::poll_milliseconds() const noexcept {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(at_ - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, std::numeric_limits<int>::max()));
}

}  // namespace redisconf

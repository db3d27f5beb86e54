// What a publisher takes from the system: the time that messages bear, and numbers that no other process
// has drawn.
//
// Thread-safety: any number of threads. Errors: std::exception when the system has no random numbers.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace redisconf {

// Milliseconds since 1970.
[[nodiscard]] inline std::int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

[[nodiscard]] inline std::uint64_t random_number() {
  std::random_device random;
  return std::uint64_t{random()} << 32U | random();
}

}  // namespace redisconf

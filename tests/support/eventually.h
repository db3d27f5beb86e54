// Waits for what another thread or process does.
#pragma once

#include <chrono>
#include <thread>

namespace redisconf::test {

// Polls until it holds; false when it does not in time.
template <class Condition>
[[nodiscard]] bool eventually(const Condition& holds,
                              std::chrono::milliseconds patience = std::chrono::seconds(30),
                              std::chrono::milliseconds pause = std::chrono::milliseconds(5)) {
  const auto give_up = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(pause);
  }
  return true;
}

}  // namespace redisconf::test

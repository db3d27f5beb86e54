// Waits until servers agree.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace redisconf::testing {

// Asks again until `condition` holds; throws std::runtime_error with `what` after 30 s. A server that does
// not answer (RedisError) is one that does not agree yet.
template <class Condition>
void await(const std::string& what, const Condition& condition) {
  constexpr std::chrono::seconds kPatience{30};
  constexpr std::chrono::milliseconds kInterval{20};
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  std::string last;
  while (std::chrono::steady_clock::now() < deadline) {
    try {
      if (condition()) return;
    } catch (const std::exception& error) {
      last = error.what();
    }
    std::this_thread::sleep_for(kInterval);
  }
  throw std::runtime_error(what + " did not come in time" + (last.empty() ? "" : ": " + last));
}

}  // namespace redisconf::testing

// What every fault has in common when a client lives through it.
#pragma once

#include "client/support/expect_error.h"

#include <redisconf/client/client.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <iterator>

namespace redisconf::test {

[[nodiscard]] inline std::size_t open_descriptors() {
  const std::filesystem::directory_iterator list("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(list), end(list)));
}

// Whether it comes down to so many: a dial in the background has one for a moment.
[[nodiscard]] inline bool descriptors_come_down_to(std::size_t most) {
  const Deadline deadline = Deadline::after(std::chrono::seconds(30));
  while (open_descriptors() > most) {
    if (deadline.passed()) return false;
  }
  return true;
}

// Whether the client reaches its server again, with as many attempts as that takes.
[[nodiscard]] inline bool recovers(Client& client) {
  const Deadline deadline = Deadline::after(std::chrono::seconds(30));
  while (!deadline.passed()) {
    if (client.ping().connected) return true;
  }
  return false;
}

// The fault is there: calls end in time with a typed error (I1, I2, I4) and leave no descriptor behind (I5).
// Then `mend` ends it, and the client recovers by itself (I6). Returns the first error.
template <class Mend>
RedisError live_through(Client& client, std::chrono::milliseconds limit, const Mend& mend) {
  const std::size_t before = open_descriptors();
  const auto call = [&client] { return client.get("key"); };
  const RedisError error = expect_error(limit, call);
  for (int i = 0; i < 3; ++i) static_cast<void>(expect_error(limit, call));
  CHECK(open_descriptors() <= before + 1);  // the one that is being dialled in the background
  mend();
  CHECK(recovers(client));
  return error;
}

}  // namespace redisconf::test

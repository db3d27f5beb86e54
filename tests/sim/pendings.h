// Counts the commands that the client has under way: each Pending that is taken must be given back,
// whatever became of its call.
#pragma once

#include <cstddef>

namespace redisconf::sim {

struct Pendings {
  std::size_t taken = 0;
  std::size_t given_back = 0;

  [[nodiscard]] static Pendings& of_process() noexcept;
};

}  // namespace redisconf::sim

// What `redisconf queue` can do to a queue.
// Errors: UsageError for unknown actions and operands; RedisError.
#pragma once

#include <redisconf/queue/queue.h>

#include <cstddef>
#include <string>
#include <vector>

namespace redisconf::queue_tool {

struct ActionOptions {
  std::size_t count = 20;  // jobs to list, or lines of tail; 0: without end
  bool payload = false;
};

// `words`: the action and its operand. Prints; returns an exit status.
[[nodiscard]] int act(queue::Queue& queue, const std::vector<std::string>& words,
                      const ActionOptions& options);

}  // namespace redisconf::queue_tool

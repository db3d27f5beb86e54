// Whether two servers answered the same, but for what Redis leaves undefined.
#pragma once

#include "raw_connection.h"

#include <string>
#include <vector>

namespace redisconf::test {

// Of one connection, in the order of its commands: EXEC is compared command by command.
class Comparison {
 public:
  [[nodiscard]] bool same(const Command& command, const std::string& left, const std::string& right);

 private:
  std::vector<Command> queued_;
};

// Whether all of an answer is defined: no order left open, no time that passes.
[[nodiscard]] bool is_exact(const Command& command);

// For people: escaped, one line.
[[nodiscard]] std::string shown(const Command& command);
[[nodiscard]] std::string shown(std::string_view bytes);

}  // namespace redisconf::test

// `redisconf scan`: finds hand-written Redis configuration in a source tree.
#pragma once

#include <string>
#include <vector>

namespace redisconf::compiler {

// `arguments` follow the command's name. Prints the report and returns the exit status; throws
// UsageError.
[[nodiscard]] int run_scan(const std::vector<std::string>& arguments);

}  // namespace redisconf::compiler

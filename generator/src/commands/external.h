// Commands that are programs of their own: `redisconf doctor` is `redisconf-doctor`.
#pragma once

#include <string>
#include <vector>

namespace redisconf::compiler {

// The program's path: in the folder of this tool, then in PATH; empty when there is none.
[[nodiscard]] std::string find_external(const std::string& command);

// Becomes that program; returns an exit status only when it can't be started.
[[nodiscard]] int run_external(const std::string& path, const std::vector<std::string>& arguments);

}  // namespace redisconf::compiler

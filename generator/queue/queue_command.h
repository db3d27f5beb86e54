// The command `redisconf queue`.
#pragma once

#include "commands/command.h"

namespace redisconf::queue_tool {

inline constexpr int kExitBadConfiguration = 78;  // EX_CONFIG
inline constexpr int kExitUnavailable = 69;       // EX_UNAVAILABLE

[[nodiscard]] compiler::CommandInfo queue_command();

}  // namespace redisconf::queue_tool

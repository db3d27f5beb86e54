// The command `redisconf queue`.
#pragma once

#include "commands/command.h"

namespace redisconf::queue_tool {

[[nodiscard]] compiler::CommandInfo queue_command();

}  // namespace redisconf::queue_tool

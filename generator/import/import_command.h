// The command `redisconf import`.
#pragma once

#include "commands/command.h"

namespace redisconf::import_tool {

[[nodiscard]] compiler::CommandInfo import_command();

}  // namespace redisconf::import_tool

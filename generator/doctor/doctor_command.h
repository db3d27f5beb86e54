// `redisconf doctor SERVICE`: tries the way to Redis as the service would go it.
#pragma once

#include "commands/command.h"

namespace redisconf::doctor {

[[nodiscard]] compiler::CommandInfo doctor_command();

}  // namespace redisconf::doctor

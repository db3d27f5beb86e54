// Finds out where the process runs.
#pragma once

#include "redisconf/config/errors.h"
#include "redisconf/config/generated.h"
#include "variable_layer.h"

namespace redisconf {

// The environment that the variables name, else the schema's default. Throws
// ConfigurationError when they name none, an unknown one or two different ones.
[[nodiscard]] const generated::Environment& detect_environment(const generated::Schema& schema,
                                                               const VariableLayer& process);

}  // namespace redisconf

// Variables that look like Redis settings and that nothing reads: most are misspelt.
#pragma once

#include "redisconf/config/errors.h"
#include "redisconf/config/generated.h"
#include "variable_layer.h"

#include <vector>

namespace redisconf {

struct Unread {
  std::vector<Problem> ours;    // begin as this service's or the shared variables do
  std::vector<Problem> others;  // perhaps another service's, but one slip away from one of ours
};

// What the schema names, or tells to ignore, is left out.
[[nodiscard]] Unread unread_variables(const generated::Schema& schema,
                                      const std::vector<const generated::Value*>& values,
                                      const VariableLayer& layer);

}  // namespace redisconf

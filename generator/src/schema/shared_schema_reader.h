// Reads schema/redis.yaml.
#pragma once

#include <cstddef>

#include "schema/section.h"

namespace redisconf::compiler {

// Of each list of variables in `environment`.
inline constexpr std::size_t kMaxVariables = 16;

[[nodiscard]] SharedSchema read_shared_schema(const ReadContext& context, const Node& root);

}  // namespace redisconf::compiler

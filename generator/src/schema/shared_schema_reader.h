// Reads schema/redis.yaml.
#pragma once

#include "schema/section.h"

namespace redisconf::compiler {

[[nodiscard]] SharedSchema read_shared_schema(const ReadContext& context, const Node& root);

}  // namespace redisconf::compiler

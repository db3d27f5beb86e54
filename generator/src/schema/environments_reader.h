// Reads `environments` of schema/redis.yaml: what each sets, what it extends, which is the default.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "schema/section.h"

namespace redisconf::compiler {

inline constexpr std::size_t kMaxEnvironments = 100;

// Fills environments and default_environment.
void read_environments(const ReadContext& context, const Node& root, SharedSchema& schema);

[[nodiscard]] std::vector<std::string_view> environment_names(const SharedSchema& schema);

}  // namespace redisconf::compiler

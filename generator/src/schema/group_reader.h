// Reads groups of settings (`connection: {...}`, `fallback: memory`) into a layer.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "schema/section.h"

namespace redisconf::compiler {

// Names of all groups, in the catalogue's order.
[[nodiscard]] const std::vector<std::string_view>& group_names();

// Reads each member of `mapping` that is a group. Others must be among `others`, which the
// caller reads itself.
[[nodiscard]] Layer read_groups(const ReadContext& context, const Node& mapping, std::string_view path,
                                std::span<const std::string_view> others);

}  // namespace redisconf::compiler

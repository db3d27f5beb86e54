// Reads a service's own settings (`custom`) and what environments say about them.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "schema/section.h"

namespace redisconf::compiler {

inline constexpr std::size_t kMaxEnumValues = 256;

void read_customs(const ReadContext& context, const Node& root, ServiceSchema& service);

// environments.<name>.custom; `path` is its key path.
[[nodiscard]] std::vector<CustomAssignment> read_custom_overrides(const ReadContext& context,
                                                                  const Node& node, std::string_view path,
                                                                  std::span<const CustomSetting> customs);

}  // namespace redisconf::compiler

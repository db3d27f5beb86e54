// Reads schema/services/<name>.yaml.
#pragma once

#include <string_view>

#include "schema/section.h"

namespace redisconf::compiler {

// `name` is what the file's name says.
[[nodiscard]] ServiceSchema read_service(const ReadContext& context, const Node& root,
                                         const SharedSchema& shared, std::string_view name);

}  // namespace redisconf::compiler

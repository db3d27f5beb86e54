// Reads the value of a setting: a literal, `{env: NAME}`, `{env: NAME, default: x}` or
// `{secret: name}`, and checks that the setting takes such a one.
#pragma once

#include <optional>

#include "schema/section.h"

namespace redisconf::compiler {

[[nodiscard]] std::optional<Value> read_value(const ReadContext& context, const Node& node,
                                              const SettingInfo& setting, std::string_view path);

}  // namespace redisconf::compiler

// Values as YAML that reads back as the same text.
#pragma once

#include <string>
#include <string_view>

#include "schema/model.h"

namespace redisconf::compiler {

// The text, in quotes where it could be taken for something else.
[[nodiscard]] std::string yaml_text(std::string_view text);

// "500ms", "{env: REDIS_HOST, default: localhost}", "{secret: redis-password}".
[[nodiscard]] std::string yaml_value(const Value& value, SettingType type);

}  // namespace redisconf::compiler

#include "schema/cache_options.h"

#include <redisconf/config/value.h>

namespace redisconf::compiler {

std::string_view fallback_word(generated::CacheFallback fallback) noexcept {
  switch (fallback) {
    case generated::CacheFallback::none:
      return "none";
    case generated::CacheFallback::memory:
      return "memory";
    case generated::CacheFallback::open:
      return "open";
    case generated::CacheFallback::environment:
      break;
  }
  return {};
}

std::string option_text(const CacheOption& option, std::int64_t value) {
  if (option.field.takes_none && value == 0) return "none";
  switch (option.field.setting.type) {
    case SettingType::duration:
      return format_duration(value);
    case SettingType::size:
      return format_size(value);
    case SettingType::boolean:
      return value == 0 ? "false" : "true";
    default:
      return std::to_string(value);
  }
}

}  // namespace redisconf::compiler

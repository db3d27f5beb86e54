#include "redisconf/client/info.h"

#include <algorithm>
#include <charconv>

namespace redisconf {

std::optional<std::string_view> info_field(std::string_view info, std::string_view name) noexcept {
  while (!info.empty()) {
    const std::size_t end = std::min(info.find('\n'), info.size());
    std::string_view line = info.substr(0, end);
    info.remove_prefix(std::min(end + 1, info.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':')
      return line.substr(name.size() + 1);
  }
  return std::nullopt;
}

long long info_number(std::string_view info, std::string_view name) noexcept {
  const std::string_view text = info_field(info, name).value_or(std::string_view());
  long long number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace redisconf

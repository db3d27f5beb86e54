#include "fault.h"

#include "redisconf/config/catalogue.h"

#include <system_error>

namespace redisconf {

std::string errno_text(int error) {
  std::string text = std::generic_category().message(error);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string setting(std::string_view path) {
  const SettingInfo* const info = find_setting(path);
  std::string name(path);
  if (info != nullptr) name.append(" (").append(info->variable).append(")");
  return name;
}

}  // namespace redisconf

#include "loader.h"
#include "redisconf/config/catalogue.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/value.h"
#include "service_state.h"

#include <array>

namespace redisconf {
namespace {

// RFC 8259, 7. What is not UTF-8 can't be here: values are checked when they are read.
std::string quoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (byte < 0x20) {
      result += "\\u00";
      result += kDigits[byte >> 4U];
      result += kDigits[byte & 15U];
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string member(std::string_view name, const std::string& value) { return quoted(name) + ": " + value; }

std::string flag(bool value) { return value ? "true" : "false"; }

std::string value_text(const SettingInfo& setting, const FinalValue& value) {
  if (!value.set) return "null";
  const bool is_plain = setting.type == SettingType::integer;
  std::string text = format_value(setting, value.number, value.text);
  if (setting.type == SettingType::boolean || is_plain) return text;
  return quoted(text);
}

std::string setting_text(const SettingInfo& setting, const FinalValue& value) {
  return "    " + quoted(setting.path) + ": {" + member("value", value_text(setting, value)) + ", " +
         member("origin", value.set ? quoted(value.origin) : "null") + ", " +
         member("entry", *value.entry == '\0' ? "null" : quoted(value.entry)) + ", " +
         member("secret", flag(setting.type == SettingType::secret)) + "}";
}

std::string warning_text(const Problem& warning) {
  return "    {" + member("where", quoted(warning.where)) + ", " + member("rule", quoted(warning.rule)) +
         ", " + member("fix", quoted(warning.fix)) + "}";
}

}  // namespace

std::string debug_info(const ServiceConfig& config) {
  const auto& state = ConfigAccess::state(config);
  std::string text = "{\n  " + member("service", quoted(config.service())) + ",\n  " +
                     member("environment", quoted(config.environment())) + ",\n  " +
                     member("strict", flag(config.strict())) + ",\n  " +
                     member("keyPrefix", quoted(config.key_prefix())) + ",\n  " +
                     member("endpoint", quoted(endpoint(config))) + ",\n  \"settings\": {";
  std::size_t index = 0;
  const auto add = [&](const SettingInfo& setting) {
    text += (index == 0 ? "\n" : ",\n") + setting_text(setting, state.values.at(index));
    ++index;
  };
  for (const SettingInfo& setting : catalogue()) add(setting);
  for (const generated::Custom& custom : state.schema.customs) add(describe_custom(custom));
  text += "\n  },\n  \"warnings\": [";
  for (const Problem& warning : state.warnings) {
    text += (&warning == &state.warnings.front() ? "\n" : ",\n") + warning_text(warning);
  }
  return text + (state.warnings.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace redisconf

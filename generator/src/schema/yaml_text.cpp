#include "schema/yaml_text.h"

#include <algorithm>
#include <array>

namespace redisconf::compiler {
namespace {

// Texts that YAML 1.1 or 1.2 reads as null or as a boolean.
constexpr std::array<std::string_view, 9> kWords{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_plain_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || std::string_view("_-./").find(c) != std::string_view::npos;
}

bool is_plain(std::string_view text) {
  if (text.empty() || !is_letter(text.front()) || !std::ranges::all_of(text, is_plain_character))
    return false;
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return std::ranges::find(kWords, lower) == kWords.end();
}

bool is_text(SettingType type) { return type == SettingType::text || type == SettingType::host; }

std::string literal(std::string_view text, SettingType type) {
  return is_text(type) ? yaml_text(text) : std::string(text);
}

}  // namespace

std::string yaml_text(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else {
      result += c;
    }
  }
  result += '"';
  return result;
}

std::string yaml_value(const Value& value, SettingType type) {
  switch (value.source) {
    case generated::Source::literal:
      return literal(value.text, type);
    case generated::Source::secret:
      return "{secret: " + yaml_text(value.text) + '}';
    case generated::Source::variable:
      break;
  }
  std::string text = "{env: " + yaml_text(value.text);
  if (value.standard) text += ", default: " + literal(*value.standard, type);
  return text + '}';
}

}  // namespace redisconf::compiler

#include "env_file.h"
#include "env_rules.h"
#include "utf8.h"

#include <algorithm>

namespace redisconf {
namespace {

bool can_stand_in_a_file(std::string_view value) noexcept {
  while (!value.empty()) {
    const char first = value.front();
    const std::size_t length = utf8_length(value);
    const bool has_escape = first == '\n' || first == '\r' || first == '\t';
    if (length == 0 || (starts_with_control(value) && !has_escape)) return false;
    value.remove_prefix(length);
  }
  return true;
}

bool needs_no_quotes(std::string_view value) noexcept {
  char before = '=';
  for (const char c : value) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || !env_unquoted_rule(c, before).empty())
      return false;
    before = c;
  }
  return true;
}

std::string in_double_quotes(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    constexpr std::string_view kLetters = R"(nrt"\$)";
    const auto letter = std::ranges::find(kLetters, c, env_unescaped);
    if (letter == kLetters.end()) {
      text += c;
    } else {
      text += '\\';
      text += *letter;
    }
  }
  return text + '"';
}

}  // namespace

std::string_view env_unquoted_rule(char c, char before) noexcept {
  switch (c) {
    case '$':
      return "has '$' without quotes: nothing is interpolated here, but other readers do";
    case '#':
      return "has '#' right after other text: some readers cut the value there";
    case '\\':
      return "has a backslash without quotes: some readers drop it";
    case '\'':
    case '"':
    case '`':
      return "has a quote inside a value without quotes";
    case '&':
    case ';':
    case '|':
    case '<':
    case '>':
    case '(':
    case ')':
      return "has one of & ; | < > ( ) without quotes: a shell takes it for a command";
    case '~':
      return before == '=' || before == ':' ? "has '~' without quotes: a shell puts a folder there" : "";
    default:
      return {};
  }
}

std::optional<std::string> format_env_value(std::string_view value) {
  if (!can_stand_in_a_file(value)) return std::nullopt;
  if (needs_no_quotes(value)) return std::string(value);
  if (value.find_first_of("'\r\n") != std::string_view::npos) return in_double_quotes(value);
  return "'" + std::string(value) + "'";
}

}  // namespace redisconf

#include <algorithm>
#include <array>

#include "scan/characters.h"
#include "scan/redis_url.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kMaxPlaceholder = 512;

struct Brackets {
  std::string_view open;
  std::string_view close;
};

// Longer openers first.
constexpr std::array kBrackets{Brackets{"{{", "}}"}, Brackets{"<%", "%>"}, Brackets{"${", "}"},
                               Brackets{"#{", "}"},  Brackets{"$(", ")"},  Brackets{"{", "}"},
                               Brackets{"<", ">"}};

// Length of ${a:-${b}}, with what is nested in it; 0 when it is not closed.
std::size_t bracketed_length(std::string_view text, const Brackets& brackets) noexcept {
  const char open = brackets.open.back();
  const std::string_view window = text.substr(0, kMaxPlaceholder);
  std::size_t depth = 1;
  for (std::size_t at = brackets.open.size(); at < window.size(); ++at) {
    if (window.substr(at).starts_with(brackets.close)) {
      if (--depth == 0) return at + brackets.close.size();
      at += brackets.close.size() - 1;
    } else if (window[at] == open && brackets.close.size() == 1) {
      ++depth;
    }
  }
  return 0;
}

bool is_hexadecimal(char c) noexcept { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f'); }

// %s, %d, %(name)s; but not the %da of percent-encoding.
std::size_t format_length(std::string_view text) noexcept {
  if (text.size() < 2 || text[0] != '%') return 0;
  if (text[1] == '(') {
    const auto close = text.substr(0, kMaxPlaceholder).find(')');
    return close == std::string_view::npos ? 0 : std::min(close + 2, text.size());
  }
  constexpr std::string_view kConversions = "sviuq";
  if (kConversions.find(text[1]) != std::string_view::npos) return 2;
  if (text.substr(1, 2) == "ld" || text.substr(1, 2) == "zu") return 3;
  return text[1] == 'd' && (text.size() == 2 || !is_hexadecimal(text[2])) ? 2 : 0;
}

// $NAME of shells and Kotlin.
std::size_t variable_length(std::string_view text) noexcept {
  if (text.size() < 2 || text[0] != '$' || (!is_letter(text[1]) && text[1] != '_')) return 0;
  std::size_t length = 2;
  while (length < text.size() && (is_alphanumeric(text[length]) || text[length] == '_')) ++length;
  return length;
}

std::size_t placeholder_length(std::string_view text) noexcept {
  for (const Brackets& brackets : kBrackets) {
    if (!text.starts_with(brackets.open)) continue;
    const std::size_t length = bracketed_length(text, brackets);
    if (length != 0) return length;
  }
  return std::max(format_length(text), variable_length(text));
}

}  // namespace

std::string with_holes(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t hole = placeholder_length(text.substr(at));
    if (hole != 0) {
      result += kHole;
      at += hole - 1;
    } else if (text[at] == '\\' && at + 1 < text.size()) {
      result += text[++at];
    } else {
      result += text[at];
    }
  }
  return result;
}

}  // namespace redisconf::compiler::scan

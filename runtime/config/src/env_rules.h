// Which text may stand without quotes in a .env file, and what escapes mean: for reader and writer.
//
// Thread-safety: pure functions. Errors: none.
#pragma once

#include <string_view>

namespace redisconf {

// Why some reader changes, cuts or runs a value with this character outside quotes; empty when none
// does. `before` is the character to its left, '=' for the first of the value.
[[nodiscard]] std::string_view env_unquoted_rule(char c, char before) noexcept;

// What \letter stands for in double quotes; 0 when it is no escape.
[[nodiscard]] constexpr char env_unescaped(char letter) noexcept {
  switch (letter) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '"':
    case '\\':
    case '$':
      return letter;
    default:
      return '\0';
  }
}

}  // namespace redisconf

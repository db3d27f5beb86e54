// Source code as words, strings, numbers and symbols. Comments, documentation strings and
// `#if 0` blocks leave nothing.
//
// Made for any bytes: what is not closed is stepped over, and every input takes linear time.
//
// Ownership:     tokens point into the text, which must outlive them.
// Thread-safety: pure. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scan/language.h"

namespace redisconf::compiler::scan {

enum class TokenKind : std::uint8_t { word, text, number, symbol };

struct Token {
  TokenKind kind = TokenKind::symbol;
  bool first_on_line = false;
  bool inside_text = false;  // part of an expression within the string before it
  std::string_view text;     // of strings: what stands between the quotes, as written

  [[nodiscard]] bool is_word(std::string_view name) const noexcept {
    return kind == TokenKind::word && text == name;
  }
  [[nodiscard]] bool is_symbol(std::string_view name) const noexcept {
    return kind == TokenKind::symbol && text == name;
  }
};

[[nodiscard]] std::vector<Token> lex(std::string_view text, Language language);

// End of the expression whose first byte is at `begin`, up to the brace that closes it; npos when
// none does within kMaxHoleBytes.
inline constexpr std::size_t kMaxHoleBytes = 512;
[[nodiscard]] std::size_t find_hole_end(std::string_view text, std::size_t begin) noexcept;

}  // namespace redisconf::compiler::scan

// Names of commands and options are alike in upper and lower case.
#pragma once

#include <algorithm>
#include <string_view>

namespace redisconf {

[[nodiscard]] constexpr char upper(char letter) noexcept {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

// `word` is in capitals.
[[nodiscard]] constexpr bool is_word(std::string_view text, std::string_view word) noexcept {
  return std::ranges::equal(text, word, [](char left, char right) { return upper(left) == right; });
}

}  // namespace redisconf

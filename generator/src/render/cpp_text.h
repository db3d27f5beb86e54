// Pieces of generated text: C++ literals that survive any content, comments and table rows
// that clang-format leaves alone.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::compiler {

// Generated code stays within this column (.clang-format).
inline constexpr std::size_t kColumnLimit = 110;

// "text" in quotes, in ASCII: whatever the text holds, the compiler reads it back byte by byte,
// also with -trigraphs.
[[nodiscard]] std::string quoted(std::string_view text);

// The same, or nullptr.
[[nodiscard]] std::string quoted_or_null(const std::string* text);

// A literal of std::int64_t, the smallest included.
[[nodiscard]] std::string number_text(std::int64_t number);

// Words as comment lines, each beginning with `prefix`; no line ends in a way that would splice
// the next one to it. Without a final line end.
[[nodiscard]] std::string comment(std::string_view text, std::string_view prefix,
                                  std::size_t limit = kColumnLimit);

// The text as a sentence: with a stop at its end.
[[nodiscard]] std::string sentence(std::string_view text);

// "{a, b, c}," as clang-format would break it, indented by 4.
struct Row {
  std::string text;
  bool overflows = false;  // a field is too long for any line
};
[[nodiscard]] Row table_row(const std::vector<std::string>& fields);

}  // namespace redisconf::compiler

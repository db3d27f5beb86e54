// Where a parser of .env text stands.
//
// Ownership: refers to the text. Thread-safety: none. Errors: none.
#pragma once

#include <cstddef>
#include <string_view>

namespace redisconf {

// Both count from 1; columns count characters.
struct EnvPlace {
  std::size_t line = 1;
  std::size_t column = 1;
};

class EnvCursor {
 public:
  explicit EnvCursor(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return at_ >= text_.size(); }

  // What is not read yet.
  [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(at_); }

  // The character here; the end of the text looks like the end of a line.
  [[nodiscard]] char peek() const noexcept { return at_end() ? '\n' : text_[at_]; }

  // True at LF and CRLF, and at the end.
  [[nodiscard]] bool at_line_end() const noexcept { return peek() == '\n' || rest().starts_with("\r\n"); }

  // Goes on by so many bytes; counts lines.
  void skip(std::size_t count) noexcept;
  void skip_blanks() noexcept;
  void skip_line() noexcept;

  [[nodiscard]] std::size_t line() const noexcept { return line_; }
  [[nodiscard]] EnvPlace place() const noexcept;  // as slow as its line is long

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t line_start_ = 0;
};

}  // namespace redisconf

// One source file as tokens, with the brackets matched and the names that stand for values.
//
// Ownership:     points into the text, which must outlive it.
// Thread-safety: const members may run concurrently.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scan/language.h"
#include "scan/lexer.h"
#include "scan/raw_value.h"

namespace redisconf::compiler::scan {

// Tokens [begin, end).
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

class SourceCode {
 public:
  SourceCode(std::string_view text, Language language);

  [[nodiscard]] std::size_t size() const noexcept { return tokens_.size(); }
  // Past the end: a symbol without text.
  [[nodiscard]] const Token& at(std::size_t index) const noexcept;
  [[nodiscard]] Language language() const noexcept { return language_; }
  [[nodiscard]] TimeUnit time_unit() const noexcept;

  [[nodiscard]] bool is_open(std::size_t index) const noexcept;   // ( [ {
  [[nodiscard]] bool is_close(std::size_t index) const noexcept;  // ) ] }

  // The bracket that closes the one at `index`; size() when none does.
  [[nodiscard]] std::size_t closing(std::size_t index) const noexcept { return closings_[index]; }

  // End of the value that starts at `begin`: a comma, a semicolon, a closing bracket or, at the
  // start of a line, the next statement.
  [[nodiscard]] std::size_t end_of_value(std::size_t begin, std::size_t limit) const noexcept;

  // End of the statement: as above, but commas belong to it.
  [[nodiscard]] std::size_t end_of_statement(std::size_t begin) const noexcept;

  [[nodiscard]] std::size_t offset(std::size_t index) const noexcept;

  // The value that the name is given, when the file gives it one exactly once; else empty.
  [[nodiscard]] Range value_of_name(std::string_view name) const noexcept;

  // The string's text, ready to be read: placeholders and what is joined to it are holes.
  [[nodiscard]] std::string text_with_holes(std::size_t index) const;

  // True when some string is exactly this: the name of an imported module.
  [[nodiscard]] bool has_text(std::string_view text) const noexcept;

 private:
  void match_brackets();
  void collect_names();
  [[nodiscard]] bool starts_statement(std::size_t index) const noexcept;
  [[nodiscard]] bool continues_line(std::size_t index) const noexcept;

  struct Assignment {
    Range value;
    std::size_t count = 0;
  };

  std::string_view text_;
  Language language_;
  std::vector<Token> tokens_;
  std::vector<std::size_t> closings_;
  std::unordered_map<std::string_view, Assignment> names_;
};

}  // namespace redisconf::compiler::scan

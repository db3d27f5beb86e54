// A schema file in memory, and where in it things stand.
//
// Ownership:     owns its text. Other objects point at it: it never moves once read.
// Thread-safety: none; locate() builds its table of lines on first use.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::compiler {

// Both count from 1; columns are code points, as editors count them.
struct Location {
  std::size_t line = 1;
  std::size_t column = 1;
};

class SourceFile {
 public:
  // `path` is how the user reaches the file; `label` how generated files name it.
  SourceFile(std::string path, std::string label, std::string text);
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const std::string& label() const noexcept { return label_; }
  [[nodiscard]] std::string_view text() const noexcept { return text_; }

  [[nodiscard]] Location locate(std::size_t offset) const;

  // The column behind `length` bytes at `offset`, on the line of `offset`.
  [[nodiscard]] std::size_t end_column(std::size_t offset, std::size_t length) const;

  // Offset of the first byte of the line that holds `offset`, and the line without its end.
  [[nodiscard]] std::size_t line_start(std::size_t offset) const;
  [[nodiscard]] std::string_view line_at(std::size_t offset) const;

 private:
  [[nodiscard]] std::size_t line_index(std::size_t offset) const;

  std::string path_;
  std::string label_;
  std::string text_;
  mutable std::vector<std::size_t> line_starts_;
};

}  // namespace redisconf::compiler

#include "text/source_file.h"

#include "text/utf8.h"

#include <algorithm>
#include <utility>

namespace redisconf::compiler {

SourceFile::SourceFile(std::string path, std::string label, std::string text)
    : path_(std::move(path)), label_(std::move(label)), text_(std::move(text)) {}

std::size_t SourceFile::line_index(std::size_t offset) const {
  if (line_starts_.empty()) {
    line_starts_.push_back(0);
    for (std::size_t at = 0; at < text_.size(); ++at) {
      if (text_[at] == '\n') line_starts_.push_back(at + 1);
    }
  }
  const auto next = std::ranges::upper_bound(line_starts_, offset);
  return static_cast<std::size_t>(next - line_starts_.begin()) - 1;
}

Location SourceFile::locate(std::size_t offset) const {
  const std::size_t index = line_index(offset);
  const std::size_t start = line_starts_[index];
  const std::size_t end = std::min(offset, text_.size());
  return {index + 1, count_code_points(std::string_view(text_).substr(start, end - start)) + 1};
}

std::size_t SourceFile::end_column(std::size_t offset, std::size_t length) const {
  const std::size_t line_end = line_start(offset) + line_at(offset).size();
  return std::max(locate(std::min(offset + length, line_end)).column, locate(offset).column);
}

std::size_t SourceFile::line_start(std::size_t offset) const { return line_starts_[line_index(offset)]; }

std::string_view SourceFile::line_at(std::size_t offset) const {
  const std::size_t start = line_start(offset);
  std::string_view line = std::string_view(text_).substr(start);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace redisconf::compiler

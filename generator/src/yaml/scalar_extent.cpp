#include "yaml/scalar_extent.h"

#include <algorithm>

namespace redisconf::compiler {
namespace {

constexpr std::string_view kWhite = " \t\r\n";

bool is_white(char c) noexcept { return kWhite.find(c) != std::string_view::npos; }

std::size_t after_white(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kWhite, at), text.size());
}

// The line at `begin` without its end.
std::string_view line_from(std::string_view text, std::size_t begin) {
  std::string_view line = text.substr(begin);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(' ') == std::string_view::npos; }

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

std::size_t next_line(std::string_view text, std::size_t begin) {
  const auto end = text.find('\n', begin);
  return end == std::string_view::npos ? text.size() : end + 1;
}

// Columns of indentation: those of the first line that is not empty in the value, less what its
// value keeps.
std::size_t body_indent(std::string_view text, std::size_t begin, std::string_view value) {
  const std::size_t first = value.find_first_not_of('\n');
  for (std::size_t line = 0; line < first; ++line) begin = next_line(text, begin);
  const std::size_t kept = indent_of(value.substr(first, value.find('\n', first) - first));
  const std::size_t columns = indent_of(line_from(text, begin));
  return columns - std::min(kept, columns);
}

}  // namespace

std::optional<std::size_t> quoted_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 == text.size() || text[at + 1] != quote) return at + 1;
      ++at;
    }
  }
  return {};
}

std::optional<std::size_t> plain_end(std::string_view text, std::size_t at, std::string_view value) {
  for (std::size_t index = 0; index < value.size();) {
    if (is_white(value[index])) {
      if (at >= text.size() || !is_white(text[at])) return {};
      index = after_white(value, index);
      at = after_white(text, at);
    } else {
      if (at >= text.size() || text[at] != value[index]) return {};
      ++index;
      ++at;
    }
  }
  return at;
}

BlockExtent block_extent(std::string_view text, std::size_t at, std::string_view value) {
  BlockExtent extent;
  extent.header_end = std::min(text.find_first_of(" \t\r\n#", at), text.size());
  const bool keeps = text.substr(at, extent.header_end - at).find('+') != std::string_view::npos;
  const bool empty = value.find_first_not_of('\n') == std::string_view::npos;
  extent.begin = extent.end = next_line(text, at);
  if (empty && !keeps) return extent;
  extent.indent = empty ? text.size() : body_indent(text, extent.begin, value);
  for (std::size_t begin = extent.begin; begin < text.size(); begin = next_line(text, begin)) {
    const std::string_view line = line_from(text, begin);
    const bool blank = is_blank(line);
    if (!blank && (empty || indent_of(line) < extent.indent)) break;
    // Blank lines at the end are content only where the header says so, or spaces make them longer.
    if (blank && !keeps && line.size() <= extent.indent) continue;
    extent.has_body = true;
    extent.end = begin + line.size();
  }
  return extent;
}

}  // namespace redisconf::compiler

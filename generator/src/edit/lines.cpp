#include "edit/lines.h"

#include <algorithm>

#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

// Two spaces behind the longest of the run. Always odd, as kCommentColumn is: indentation is
// even, so that a comment of its own is never taken for the next line of one behind text.
std::size_t column_of_run(const std::vector<Line>& lines, std::size_t begin, std::size_t end) {
  std::size_t column = kCommentColumn;
  for (std::size_t index = begin; index < end; ++index) {
    column = std::max(column, count_code_points(lines[index].text) + 2);
  }
  return column | 1U;
}

void append_line(std::string& text, const Line& line, std::size_t column) {
  text += line.text;
  if (!line.comment.empty()) {
    const std::size_t width = count_code_points(line.text);
    if (line.behind) text.append(column - width, ' ');
    text += line.comment;
  }
  text += '\n';
}

}  // namespace

std::string join_lines(const std::vector<Line>& lines) {
  std::string text;
  for (std::size_t begin = 0; begin < lines.size();) {
    std::size_t end = begin;
    while (end < lines.size() && lines[end].behind) ++end;
    const std::size_t column = column_of_run(lines, begin, end);
    end = std::max(end, begin + 1);
    for (; begin < end; ++begin) append_line(text, lines[begin], column);
  }
  return text;
}

}  // namespace redisconf::compiler

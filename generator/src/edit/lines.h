// The lines of a formatted file, and where their comments go.
//
// Columns count code points from 0.
// Thread-safety: pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace redisconf::compiler {

struct Line {
  std::string text;     // without the comment behind it
  std::string comment;  // empty: none
  bool behind = false;  // the comment stands behind the text, or goes on with one that does
};

// Comments behind text stand at this column, unless one of their run is pushed further.
inline constexpr std::size_t kCommentColumn = 33;

// The lines as a text, each ended. Comments of neighbouring lines are aligned.
[[nodiscard]] std::string join_lines(const std::vector<Line>& lines);

}  // namespace redisconf::compiler

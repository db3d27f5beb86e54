// Which column each open block of a schema file has, and which one it gets.
//
// Thread-safety: none.
#pragma once

#include <cstddef>
#include <vector>

namespace redisconf::compiler {

struct Level {
  std::size_t old_column = 0;
  std::size_t column = 0;
  bool is_sequence = false;
};

class Levels {
 public:
  // A line begins at this column: closes what lies deeper, and opens a block where none is.
  // Returns whether it opened one.
  bool enter(std::size_t old_column, bool is_dash);

  // A block begins behind a "-" on the same line.
  void open(const Level& level) { levels_.push_back(level); }

  void close_top() { levels_.pop_back(); }
  void close_all() { levels_.clear(); }

  [[nodiscard]] bool empty() const noexcept { return levels_.empty(); }
  [[nodiscard]] std::size_t column() const noexcept { return levels_.empty() ? 0 : levels_.back().column; }

  // Of the block around the innermost one.
  [[nodiscard]] std::size_t outer_column() const noexcept {
    return levels_.size() < 2 ? 0 : levels_[levels_.size() - 2].column;
  }

  // The blocks that a comment before the next line may belong to, outermost first: the next
  // line's own, and those that end here. `at_end`: no line follows.
  [[nodiscard]] std::vector<Level> before(std::size_t old_column, bool is_dash) const;
  [[nodiscard]] std::vector<Level> at_end() const { return levels_; }

 private:
  std::vector<Level> levels_;
};

// The column of a comment that stood at `old_column`: that of the innermost block that does not
// begin behind it.
[[nodiscard]] std::size_t comment_column(const std::vector<Level>& candidates, std::size_t old_column);

}  // namespace redisconf::compiler

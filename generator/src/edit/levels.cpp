#include "edit/levels.h"

#include <algorithm>

namespace redisconf::compiler {
namespace {

constexpr std::size_t kIndent = 2;

}  // namespace

bool Levels::enter(std::size_t old_column, bool is_dash) {
  const auto ends = [&](const Level& level) {
    // A sequence may stand at its key's column; the next key ends it.
    return level.old_column > old_column || (level.old_column == old_column && level.is_sequence && !is_dash);
  };
  while (!levels_.empty() && ends(levels_.back())) levels_.pop_back();
  const bool is_open =
      !levels_.empty() && levels_.back().old_column == old_column && levels_.back().is_sequence == is_dash;
  if (is_open) return false;
  levels_.push_back({old_column, levels_.empty() ? 0 : levels_.back().column + kIndent, is_dash});
  return true;
}

std::vector<Level> Levels::before(std::size_t old_column, bool is_dash) const {
  Levels next = *this;
  next.enter(old_column, is_dash);
  std::vector<Level> candidates{next.levels_.back()};
  for (std::size_t index = next.levels_.size(); index < levels_.size(); ++index) {
    candidates.push_back(levels_[index]);
  }
  return candidates;
}

std::size_t comment_column(const std::vector<Level>& candidates, std::size_t old_column) {
  if (candidates.empty()) return 0;
  Level best = candidates.front();
  for (const Level& level : candidates) {
    if (level.old_column <= old_column && level.old_column > best.old_column) best = level;
  }
  return best.column;
}

}  // namespace redisconf::compiler

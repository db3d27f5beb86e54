#include "output/unified_diff.h"

#include <algorithm>
#include <vector>

namespace redisconf::compiler {
namespace {

constexpr std::size_t kContext = 3;
// Past so many edits a shortest script costs more than it tells: the rest is replaced as a whole.
constexpr int kMaxEdits = 2000;

using Lines = std::vector<std::string_view>;

// Lines with their ends, so that a missing last line end is a difference.
Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1);
    lines.push_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return lines;
}

enum class Kind : char { same = ' ', removed = '-', added = '+' };

struct Edit {
  Kind kind;
  std::string_view line;
};

// The middle of two files, without the lines that both begin and end with.
class Comparison {
 public:
  Comparison(const Lines& before, const Lines& after) : before_(before), after_(after) {}

  [[nodiscard]] std::vector<Edit> run() {
    trim();
    std::vector<Edit> edits;
    for (std::size_t at = 0; at < head_; ++at) edits.push_back({Kind::same, before_[at]});
    if (search()) {
      append_script(edits);
    } else {
      append_replacement(edits);
    }
    for (std::size_t at = before_.size() - tail_; at < before_.size(); ++at) {
      edits.push_back({Kind::same, before_[at]});
    }
    return edits;
  }

 private:
  void trim() {
    const std::size_t shorter = std::min(before_.size(), after_.size());
    while (head_ < shorter && before_[head_] == after_[head_]) ++head_;
    while (tail_ < shorter - head_ &&
           before_[before_.size() - 1 - tail_] == after_[after_.size() - 1 - tail_]) {
      ++tail_;
    }
    rows_ = static_cast<int>(before_.size() - head_ - tail_);
    columns_ = static_cast<int>(after_.size() - head_ - tail_);
  }

  [[nodiscard]] std::string_view before(int row) const {
    return before_[head_ + static_cast<std::size_t>(row)];
  }
  [[nodiscard]] std::string_view after(int column) const {
    return after_[head_ + static_cast<std::size_t>(column)];
  }

  // The furthest row reached on each diagonal -edits ... edits, for every number of edits.
  struct Frontier {
    int edits;
    std::vector<int> rows;
    [[nodiscard]] int& at(int diagonal) { return *(rows.begin() + edits + diagonal); }
    [[nodiscard]] int at(int diagonal) const { return *(rows.begin() + edits + diagonal); }
  };

  // Whether the step onto the diagonal inserts a line, coming from the diagonal above.
  static bool inserts(const Frontier& last, int diagonal, int edits) {
    if (diagonal == -edits) return true;
    return diagonal != edits && last.at(diagonal - 1) < last.at(diagonal + 1);
  }

  int slide(int row, int diagonal) const {
    while (row < rows_ && row - diagonal < columns_ && before(row) == after(row - diagonal)) ++row;
    return row;
  }

  [[nodiscard]] bool search() {
    frontiers_.push_back({1, {0, 0, 0}});  // one insertion before the start
    for (int edits = 0; edits <= std::min(rows_ + columns_, kMaxEdits); ++edits) {
      // Steps look one diagonal further on each side.
      Frontier next{edits + 1, std::vector<int>(static_cast<std::size_t>(2 * edits + 3), -1)};
      const Frontier& last = frontiers_.back();
      for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
        const int from = edits == 0                       ? 0
                         : inserts(last, diagonal, edits) ? last.at(diagonal + 1)
                                                          : last.at(diagonal - 1) + 1;
        next.at(diagonal) = slide(from, diagonal);
        if (next.at(diagonal) >= rows_ && next.at(diagonal) - diagonal >= columns_) return true;
      }
      frontiers_.push_back(std::move(next));
    }
    return false;
  }

  void append_script(std::vector<Edit>& edits) const {
    std::vector<Edit> backwards;
    int row = rows_;
    int column = columns_;
    for (int step = static_cast<int>(frontiers_.size()) - 1; step > 0; --step) {
      const Frontier& last = frontiers_[static_cast<std::size_t>(step)];
      const bool insertion = inserts(last, row - column, step);
      const int diagonal = row - column + (insertion ? 1 : -1);
      const int start_row = last.at(diagonal);
      const int start_column = start_row - diagonal;
      const int first_row = insertion ? start_row : start_row + 1;
      for (; row > first_row; --row, --column) backwards.push_back({Kind::same, before(row - 1)});
      if (insertion) {
        backwards.push_back({Kind::added, after(start_column)});
      } else {
        backwards.push_back({Kind::removed, before(start_row)});
      }
      row = start_row;
      column = start_column;
    }
    for (; row > 0; --row) backwards.push_back({Kind::same, before(row - 1)});
    edits.insert(edits.end(), backwards.rbegin(), backwards.rend());
  }

  void append_replacement(std::vector<Edit>& edits) const {
    for (int row = 0; row < rows_; ++row) edits.push_back({Kind::removed, before(row)});
    for (int column = 0; column < columns_; ++column) edits.push_back({Kind::added, after(column)});
  }

  const Lines& before_;
  const Lines& after_;
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
  int rows_ = 0;
  int columns_ = 0;
  std::vector<Frontier> frontiers_;
};

struct Hunk {
  std::size_t begin = 0;  // edits [begin, end)
  std::size_t end = 0;
};

std::vector<Hunk> hunks_of(const std::vector<Edit>& edits) {
  std::vector<Hunk> hunks;
  for (std::size_t at = 0; at < edits.size(); ++at) {
    if (edits[at].kind == Kind::same) continue;
    const std::size_t begin = at > kContext ? at - kContext : 0;
    const std::size_t end = std::min(at + 1 + kContext, edits.size());
    if (!hunks.empty() && begin <= hunks.back().end) {
      hunks.back().end = end;
    } else {
      hunks.push_back({begin, end});
    }
  }
  return hunks;
}

// "12,5", as diff(1) writes ranges: a range of none names the line before it.
std::string range(std::size_t lines_before, std::size_t count) {
  const std::string start = std::to_string(count == 0 ? lines_before : lines_before + 1);
  return count == 1 ? start : start + ',' + std::to_string(count);
}

void append_line(std::string& text, const Edit& edit) {
  text += static_cast<char>(edit.kind);
  text += edit.line;
  if (!edit.line.ends_with('\n')) text += "\n\\ No newline at end of file\n";
}

std::string format(const std::vector<Edit>& edits) {
  std::string text;
  std::size_t at = 0;
  std::size_t old_line = 0;
  std::size_t new_line = 0;
  const auto advance = [&](std::size_t end) {
    for (; at < end; ++at) {
      old_line += edits[at].kind != Kind::added ? 1 : 0;
      new_line += edits[at].kind != Kind::removed ? 1 : 0;
    }
  };
  for (const Hunk& hunk : hunks_of(edits)) {
    advance(hunk.begin);
    const std::size_t old_start = old_line;
    const std::size_t new_start = new_line;
    advance(hunk.end);
    text += "@@ -" + range(old_start, old_line - old_start) + " +" + range(new_start, new_line - new_start) +
            " @@\n";
    for (std::size_t index = hunk.begin; index < hunk.end; ++index) append_line(text, edits[index]);
  }
  return text;
}

}  // namespace

std::string unified_diff(const DiffSide& before, const DiffSide& after) {
  if (before.text == after.text) return {};
  const Lines old_lines = split(before.text);
  const Lines new_lines = split(after.text);
  return "--- " + before.name + "\n+++ " + after.name + '\n' + format(Comparison(old_lines, new_lines).run());
}

}  // namespace redisconf::compiler

#include "edit/layout.h"

#include <algorithm>
#include <string_view>

#include "edit/levels.h"
#include "edit/lines.h"

namespace redisconf::compiler {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::string_view kBlanks = " \t\r";

// The line without what YAML drops at its end: not a blank that a backslash keeps.
std::string_view without_end(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const auto last = line.find_last_not_of(kBlanks);
  const std::string_view trimmed = line.substr(0, last == std::string_view::npos ? 0 : last + 1);
  return trimmed.ends_with('\\') ? line : trimmed;
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  lines.push_back(text);
  return lines;
}

class Layout {
 public:
  Layout(const SourceFile& file, const std::vector<Token>& tokens) : file_(file), tokens_(tokens) {}

  [[nodiscard]] std::string run() {
    for (index_ = 0; index_ < tokens_.size(); ++index_) place(tokens_[index_]);
    return join_lines(lines_);
  }

 private:
  void place(const Token& token) {
    const bool begins_line = index_ == 0 || token.breaks > 0;
    if (token.breaks > 1 && index_ > 0) lines_.emplace_back();
    if (begins_line && token.kind != TokenKind::block_body) begin_line(token);
    switch (token.kind) {
      case TokenKind::comment:
        place_comment(token, begins_line);
        break;
      case TokenKind::block_body:
        place_body(token);
        break;
      case TokenKind::scalar:
        place_scalar(token, begins_line);
        break;
      default:
        append(token, begins_line);
        break;
    }
    if (token.kind != TokenKind::comment && token.kind != TokenKind::block_body) settle(token, begins_line);
  }

  void begin_line(const Token& token) {
    lines_.emplace_back();
    if (token.kind == TokenKind::comment) return;
    opened_ = false;
    if (token.kind == TokenKind::marker) {
      levels_.close_all();
    } else if (depth_ == 0) {
      opened_ = levels_.enter(token.column, token.kind == TokenKind::dash);
      indent_to(levels_.column());
    } else {
      indent_to(levels_.column() + kIndent * (depth_ - closers()));
    }
  }

  void indent_to(std::size_t column) { lines_.back().text.assign(column, ' '); }

  // Brackets closed by the line that begins here, before anything else.
  [[nodiscard]] std::size_t closers() const {
    std::size_t count = 0;
    for (std::size_t at = index_; at < tokens_.size() && count < depth_; ++at) {
      if (tokens_[at].kind != TokenKind::close || (at > index_ && tokens_[at].breaks > 0)) break;
      ++count;
    }
    return count;
  }

  // Whether a blank stands between a token and the one before it on its line.
  [[nodiscard]] bool is_apart(const Token& token) const {
    const TokenKind before = tokens_[index_ - 1].kind;
    if (before == TokenKind::open) return false;
    return token.kind != TokenKind::close && token.kind != TokenKind::comma && token.kind != TokenKind::colon;
  }

  // On the line of the token before. What follows a "-", "?" or "---" there opens a block.
  void join(const Token& token) {
    if (is_apart(token)) lines_.back().text += ' ';
    opened_ = opens_block_;
    if (!opens_block_) return;
    levels_.open({token.column, lines_.back().text.size(), token.kind == TokenKind::dash});
  }

  void append(const Token& token, bool begins_line) {
    if (!begins_line) join(token);
    lines_.back().text += token.text(file_);
  }

  // After a token: what it means for the next one.
  void settle(const Token& token, bool begins_line) {
    const bool begins = begins_line || opened_;
    const bool is_mark = token.kind == TokenKind::dash || token.kind == TokenKind::question ||
                         token.kind == TokenKind::marker || (token.kind == TokenKind::colon && begins);
    opens_block_ = depth_ == 0 && is_mark;
    if (token.kind == TokenKind::open) ++depth_;
    if (token.kind == TokenKind::close && depth_ > 0) --depth_;
  }

  // Column of the further lines of a scalar: its own when it is all of its block.
  [[nodiscard]] std::size_t scalar_column() const {
    if (depth_ > 0) return levels_.column() + kIndent * (depth_ + 1);
    return opened_ ? levels_.column() : levels_.column() + kIndent;
  }

  void place_scalar(const Token& token, bool begins_line) {
    if (!begins_line) join(token);
    const std::vector<std::string_view> parts = split_lines(token.text(file_));
    if (parts.size() == 1) {
      lines_.back().text += parts.front();
      return;
    }
    lines_.back().text += without_end(parts.front());
    const std::size_t column = scalar_column();
    for (std::size_t at = 1; at < parts.size(); ++at) {
      std::string_view part = at + 1 == parts.size() ? parts[at] : without_end(parts[at]);
      part.remove_prefix(std::min(part.find_first_not_of(" \t"), part.size()));
      lines_.push_back({part.empty() ? "" : std::string(column, ' ') + std::string(part), {}, false});
    }
  }

  // The header's digit, which counts columns from the block around the scalar.
  [[nodiscard]] std::size_t body_column(std::string_view header) const {
    const auto digit = header.find_first_of("123456789");
    if (digit == std::string_view::npos) return scalar_column();
    const std::size_t outer = opened_ ? levels_.outer_column() : levels_.column();
    return outer + static_cast<std::size_t>(header[digit] - '0');
  }

  void place_body(const Token& token) {
    std::size_t header = index_ - 1;
    while (tokens_[header].kind != TokenKind::block_header) --header;
    const std::size_t column = body_column(tokens_[header].text(file_));
    for (std::string_view line : split_lines(token.text(file_))) {
      if (line.ends_with('\r')) line.remove_suffix(1);
      line.remove_prefix(std::min(token.indent, line.size()));
      lines_.push_back({line.empty() ? "" : std::string(column, ' ') + std::string(line), {}, false});
    }
    // Else a comment at its column would become a part of it.
    if (opened_) levels_.close_top();
  }

  void place_comment(const Token& token, bool begins_line) {
    Line& line = lines_.back();
    line.comment = token.text(file_);
    if (!begins_line) {
      line.behind = true;
      behind_column_ = token.column;
      return;
    }
    const std::vector<Level> candidates = candidates_here();
    if (goes_on(token, candidates)) {
      line.behind = true;
    } else if (depth_ > 0) {
      indent_to(levels_.column() + kIndent * depth_);
    } else {
      indent_to(comment_column(candidates, token.column));
    }
  }

  // The next token that is no comment.
  [[nodiscard]] const Token* next() const {
    for (std::size_t at = index_ + 1; at < tokens_.size(); ++at) {
      if (tokens_[at].kind != TokenKind::comment) return &tokens_[at];
    }
    return nullptr;
  }

  [[nodiscard]] std::vector<Level> candidates_here() const {
    const Token* const token = next();
    if (depth_ > 0 && token != nullptr) return {{token->column, 0, false}};
    if (token == nullptr || token->kind == TokenKind::marker) return levels_.at_end();
    return levels_.before(token->column, token->kind == TokenKind::dash);
  }

  // Whether a comment goes on with the one behind the text of the line above.
  [[nodiscard]] bool goes_on(const Token& token, const std::vector<Level>& candidates) const {
    const bool follows = token.breaks == 1 && lines_.size() > 1 && lines_[lines_.size() - 2].behind;
    if (!follows || token.column != behind_column_) return false;
    return std::ranges::find(candidates, token.column, &Level::old_column) == candidates.end();
  }

  const SourceFile& file_;
  const std::vector<Token>& tokens_;
  std::size_t index_ = 0;
  std::vector<Line> lines_;
  Levels levels_;
  std::size_t depth_ = 0;          // of brackets
  bool opens_block_ = false;       // what follows on this line does: after "-", "?", "---"
  bool opened_ = false;            // a block, which begins with the token
  std::size_t behind_column_ = 0;  // where the last comment behind text stood
};

}  // namespace

std::string lay_out(const SourceFile& file, const std::vector<Token>& tokens) {
  return Layout(file, tokens).run();
}

}  // namespace redisconf::compiler

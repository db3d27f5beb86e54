#include "edit/tokens.h"

#include <algorithm>

#include "text/utf8.h"
#include "yaml/scalar_extent.h"

namespace redisconf::compiler {
namespace {

bool is_letter(char c) noexcept { return c == '~' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t trimmed_end(std::string_view text, std::size_t begin, std::size_t end) {
  while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\t' || text[end - 1] == '\r')) --end;
  return end;
}

class Tokenizer {
 public:
  explicit Tokenizer(const SourceFile& file) : text_(file.text()) {}

  [[nodiscard]] std::optional<std::vector<Token>> run(const Node& root) {
    collect(root);
    for (const Node* const scalar : scalars_) {
      if (scalar->offset < at_ || !read_gap(scalar->offset) || !add_scalar(*scalar)) return {};
    }
    if (!read_gap(text_.size())) return {};
    return std::move(tokens_);
  }

 private:
  void collect(const Node& node) {
    if (node.is_scalar()) scalars_.push_back(&node);
    for (const Node& item : node.items) collect(item);
    for (const Member& member : node.members) {
      collect(member.key);
      collect(member.value);
    }
  }

  void add(TokenKind kind, std::size_t end, std::size_t indent = 0) {
    const std::size_t previous = tokens_.empty() ? 0 : tokens_.back().end;
    const std::string_view between = text_.substr(previous, at_ - previous);
    const auto breaks = static_cast<std::size_t>(std::ranges::count(between, '\n'));
    tokens_.push_back({kind, at_, end, column(), breaks, indent});
    at_ = end;
  }

  // Counts on from where it counted last: a line may be as long as the file.
  [[nodiscard]] std::size_t column() {
    const auto line_end = text_.substr(counted_, at_ - counted_).rfind('\n');
    if (line_end != std::string_view::npos) {
      counted_ += line_end + 1;
      column_ = 0;
    }
    column_ += count_code_points(text_.substr(counted_, at_ - counted_));
    counted_ = at_;
    return column_;
  }

  [[nodiscard]] bool add_scalar(const Node& node) {
    const char first = text_[at_];
    if (first == '|' || first == '>') {
      add_block(node);
      return true;
    }
    const auto end =
        first == '"' || first == '\'' ? quoted_end(text_, at_) : plain_end(text_, at_, node.text);
    if (!end) return false;
    add(TokenKind::scalar, *end);
    return true;
  }

  void add_block(const Node& node) {
    const BlockExtent extent = block_extent(text_, at_, node.text);
    add(TokenKind::block_header, extent.header_end);
    const std::size_t comment = text_.find_first_not_of(" \t\r", at_);
    if (comment < extent.begin && text_[comment] == '#') {
      at_ = comment;
      add_comment();
    }
    if (!extent.has_body) return;
    at_ = extent.begin;
    add(TokenKind::block_body, extent.end, extent.indent);
  }

  [[nodiscard]] std::size_t line_end() const { return std::min(text_.find('\n', at_), text_.size()); }

  void add_comment() { add(TokenKind::comment, trimmed_end(text_, at_, line_end())); }

  [[nodiscard]] bool at_line_start() const { return at_ == 0 || text_[at_ - 1] == '\n'; }

  [[nodiscard]] bool at_marker() const {
    const std::string_view rest = text_.substr(at_);
    if (!at_line_start() || !(rest.starts_with("---") || rest.starts_with("..."))) return false;
    return rest.size() == 3 || std::string_view(" \t\r\n").find(rest[3]) != std::string_view::npos;
  }

  // What stands between scalars.
  [[nodiscard]] bool read_gap(std::size_t end) {
    while (at_ < end) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        ++at_;
      } else if (c == '#') {
        add_comment();
      } else if (at_marker()) {
        add(TokenKind::marker, at_ + 3);
      } else if (c == '%' && at_line_start()) {
        add(TokenKind::marker, trimmed_end(text_, at_, line_end()));
      } else if (!add_mark(c, end)) {
        return false;
      }
    }
    return at_ == end;
  }

  [[nodiscard]] bool add_mark(char c, std::size_t end) {
    switch (c) {
      case '{':
      case '[':
        add(TokenKind::open, at_ + 1);
        return true;
      case '}':
      case ']':
        add(TokenKind::close, at_ + 1);
        return true;
      case ',':
        add(TokenKind::comma, at_ + 1);
        return true;
      case ':':
        add(TokenKind::colon, at_ + 1);
        return true;
      case '-':
        add(TokenKind::dash, at_ + 1);
        return true;
      case '?':
        add(TokenKind::question, at_ + 1);
        return true;
      default:
        return add_null(end);
    }
  }

  // "~" and "null" are no scalars in the tree.
  [[nodiscard]] bool add_null(std::size_t end) {
    std::size_t word = at_;
    while (word < end && is_letter(text_[word])) ++word;
    if (word == at_) return false;
    add(TokenKind::scalar, word);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;  // `column_` is that of this offset
  std::size_t column_ = 0;
  std::vector<const Node*> scalars_;
  std::vector<Token> tokens_;
};

}  // namespace

std::optional<std::vector<Token>> tokens_of(const SourceFile& file, const Node& root) {
  return Tokenizer(file).run(root);
}

}  // namespace redisconf::compiler

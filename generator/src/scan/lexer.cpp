#include "scan/lexer.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "scan/characters.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
constexpr int kMaxTextDepth = 4;  // strings within expressions within strings

constexpr std::array<std::string_view, 13> kPairs{
    "||", "&&", "??", "::", ":=", "=>", "==", "!=", "<=", ">=", "->", "?.", "?:"};

bool is_word_start(char c) noexcept {
  return is_letter(c) || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_word_part(char c) noexcept { return is_word_start(c) || is_digit(c); }

class Lexer {
 public:
  Lexer(std::string_view text, LexRules rules, int depth, std::vector<Token>& tokens)
      : text_(text), rules_(rules), depth_(depth), tokens_(tokens) {}

  void run() {
    if (depth_ == 0 && text_.starts_with("#!")) skip_line();
    while (at_ < text_.size()) step();
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool sees(std::string_view what) const noexcept {
    return text_.substr(at_, what.size()) == what;
  }

  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      first_on_line_ = true;
      ++at_;
    } else if (is_blank(c) || c == '\0') {
      ++at_;
    } else if (!skip_comment() && !lex_string()) {
      if (is_word_start(c)) {
        lex_word();
      } else if (is_digit(c)) {
        lex_number();
      } else {
        lex_symbol();
      }
    }
  }

  // ---- comments --------------------------------------------------------------------------

  bool skip_comment() {
    if (rules_.hash_comments && sees("#")) return skip_line();
    if (rules_.slash_comments && sees("//")) return skip_line();
    if (rules_.slash_comments && sees("/*")) return skip_block_comment();
    if (!first_on_line_) return false;
    if (rules_.begin_end_comments && sees("=begin")) return skip_past("\n=end");
    if (rules_.begin_end_comments && sees("__END__")) return skip_past({});
    if (rules_.preprocessor && sees("#")) return skip_disabled_block();
    return false;
  }

  bool skip_line() {
    do {
      at_ = std::min(text_.find('\n', at_), text_.size());
      // In C and C++ a backslash carries the comment on to the next line.
    } while (rules_.preprocessor && at_ > 0 && at_ < text_.size() && text_[at_ - 1] == '\\' && ++at_ > 0);
    return true;
  }

  bool skip_past(std::string_view end) {
    const std::size_t found = end.empty() ? kNowhere : text_.find(end, at_);
    at_ = found == kNowhere ? text_.size() : found + end.size();
    return true;
  }

  bool skip_block_comment() {
    if (!rules_.nested_comments) {
      at_ += 2;
      return skip_past("*/");
    }
    int open = 0;
    while (at_ < text_.size()) {
      if (sees("/*")) {
        ++open;
      } else if (sees("*/")) {
        --open;
      } else {
        ++at_;
        continue;
      }
      at_ += 2;
      if (open == 0) break;
    }
    return true;
  }

  // The directive at the start of this line: "if 0", "endif" ...
  [[nodiscard]] std::string_view directive() const noexcept {
    std::size_t begin = at_ + 1;
    while (begin < text_.size() && is_blank(text_[begin])) ++begin;
    const std::size_t end = std::min(text_.find('\n', begin), text_.size());
    return trimmed(text_.substr(begin, std::min<std::size_t>(end - begin, 16)));
  }

  bool skip_disabled_block() {
    if (directive() != "if 0" && directive() != "if false") return false;
    int open = 0;
    while (at_ < text_.size()) {
      if (peek() == '#') {
        const std::string_view name = directive();
        if (name.starts_with("if")) ++open;
        if (name.starts_with("endif")) --open;
        if (open == 0 || (open == 1 && name.starts_with("el"))) break;
      }
      at_ = text_.find('\n', at_);
      if (at_ == kNowhere) at_ = text_.size();
      while (at_ < text_.size() && (text_[at_] == '\n' || is_blank(text_[at_]))) ++at_;
    }
    skip_line();
    return true;
  }

  // ---- strings ---------------------------------------------------------------------------

  bool lex_string() {
    const char c = peek();
    if (rules_.triple_quotes && (sees("\"\"\"") || (rules_.docstrings && sees("'''")))) {
      if (lex_long_string(text_.substr(at_, 3))) return true;
    }
    if (rules_.verbatim_strings && (sees("@\"") || sees("$@\"") || sees("@$\""))) return lex_verbatim();
    if (rules_.verbatim_strings && sees("$\"")) {
      ++at_;
      return lex_short_string('"', true);
    }
    if (c == '"' || c == '\'') {
      return lex_short_string(c,
                              (rules_.hole == '$' && !rules_.backticks) || (rules_.hole == '#' && c == '"'));
    }
    if (c == '`' && rules_.backticks) return lex_long_string("`");
    return c == '/' && rules_.regexes && skip_regex();
  }

  // A string on one line. What is not closed there is no string: an apostrophe, say.
  bool lex_short_string(char quote, bool holes) {
    const std::size_t begin = at_ + 1;
    if (begin <= unclosed_until_[quote]) return lex_symbol();
    std::size_t end = begin;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    if (end >= text_.size() || text_[end] != quote) {
      unclosed_until_[quote] = std::min(end, text_.size());
      return lex_symbol();
    }
    at_ = end + 1;
    if (quote == '\'' && rules_.character_quotes) return true;
    emit_text(begin, end, holes);
    return true;
  }

  // A string that may span lines.
  bool lex_long_string(std::string_view quotes) {
    if (unclosed_.contains(quotes)) return false;
    const std::size_t begin = at_ + quotes.size();
    const bool template_holes = quotes == "`" && rules_.hole == '$';
    std::size_t end = begin;
    while (end < text_.size() && text_.substr(end, quotes.size()) != quotes) {
      std::size_t next = end + 1;
      if (text_[end] == '\\' && (quotes != "`" || template_holes)) next = end + 2;
      if (template_holes && text_.substr(end, 2) == "${") {
        const std::size_t hole_end = find_hole_end(text_, end + 2);
        if (hole_end != kNowhere) next = hole_end + 1;
      }
      end = next;
    }
    if (end >= text_.size()) {
      unclosed_.emplace(quotes);
      return false;
    }
    at_ = end + quotes.size();
    if (!is_documentation()) emit_text(begin, end, rules_.hole == '$' || marked_);
    first_on_line_ = false;
    return true;
  }

  // In Python a string that is a statement of its own documents something.
  [[nodiscard]] bool is_documentation() const noexcept {
    if (!rules_.docstrings || !first_on_line_) return false;
    if (tokens_.empty() || tokens_.back().kind != TokenKind::symbol) return true;
    constexpr std::string_view kOpeners = "([{,=+%";
    return kOpeners.find(tokens_.back().text.back()) == std::string_view::npos;
  }

  bool lex_verbatim() {
    const std::size_t begin = text_.find('"', at_) + 1;
    const bool holes = text_.substr(at_, begin - at_).find('$') != kNowhere;
    std::size_t end = begin;
    while (end < text_.size() && (text_[end] != '"' || text_.substr(end, 2) == "\"\"")) {
      end += text_[end] == '"' ? 2 : 1;
    }
    end = std::min(end, text_.size());
    at_ = std::min(end + 1, text_.size());
    emit_text(begin, end, holes);
    return true;
  }

  // A slash opens a pattern where a value may stand, and divides after one.
  bool skip_regex() {
    constexpr std::string_view kBeforeValue = "=(,:[!&|?{};+>";
    if (!tokens_.empty()) {
      const Token& last = tokens_.back();
      const bool value_may_follow =
          last.is_word("return") ||
          (last.kind == TokenKind::symbol && kBeforeValue.find(last.text.back()) != std::string_view::npos);
      if (!value_may_follow) return false;
    }
    if (at_ < unclosed_until_['/']) return false;
    bool in_class = false;
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '\n' && (in_class || text_[end] != '/')) {
      if (text_[end] == '[') in_class = true;
      if (text_[end] == ']') in_class = false;
      end += text_[end] == '\\' ? 2 : 1;
    }
    if (end >= text_.size() || text_[end] != '/') {
      unclosed_until_['/'] = std::min(end, text_.size());
      return false;
    }
    at_ = end + 1;
    first_on_line_ = false;
    return true;
  }

  bool lex_raw_string() {
    constexpr std::size_t kMaxDelimiter = 16;
    const std::size_t length = text_.substr(at_ + 1, kMaxDelimiter + 1).find('(');
    if (length == kNowhere) return false;
    const std::size_t open = at_ + 1 + length;
    const std::string closing = ')' + std::string(text_.substr(at_ + 1, length)) + '"';
    const std::size_t end = unclosed_.contains("R") ? kNowhere : text_.find(closing, open + 1);
    if (end == kNowhere) {
      unclosed_.emplace("R");
      return false;
    }
    at_ = end + closing.size();
    emit_text(open + 1, end, false);
    return true;
  }

  void emit_text(std::size_t begin, std::size_t end, bool holes) {
    emit(TokenKind::text, begin, end);
    if (rules_.hole == '\0' || !holes || depth_ >= kMaxTextDepth) return;
    for (std::size_t at = begin; at < end; ++at) {
      const bool opens = rules_.hole == '{'
                             ? text_[at] == '{'
                             : text_[at] == rules_.hole && at + 1 < end && text_[at + 1] == '{';
      if (!opens) continue;
      const std::size_t first = rules_.hole == '{' ? at + 1 : at + 2;
      const std::size_t last = find_hole_end(text_.substr(0, end), first);
      if (last == kNowhere) continue;
      Lexer(text_.substr(first, last - first), rules_, depth_ + 1, tokens_).run();
      at = last;
    }
  }

  // ---- words, numbers, symbols -----------------------------------------------------------

  void lex_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word_part(text_[at_])) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    const bool quoted = peek() == '"' || peek() == '\'';
    if (quoted && word.size() <= 3 && word.ends_with('R') && rules_.raw_strings && lex_raw_string()) return;
    if (quoted && word.size() <= 2 && lex_marked_string(word)) return;
    emit(TokenKind::word, begin, at_);
  }

  // f"...", rb'...', L"...": the prefix is part of the string.
  bool lex_marked_string(std::string_view prefix) {
    const bool python = rules_.docstrings && lower_case(prefix).find_first_not_of("rbfu") == kNowhere;
    const bool cpp =
        rules_.raw_strings && (prefix == "L" || prefix == "u8" || prefix == "u" || prefix == "U");
    if (!python && !cpp) return false;
    marked_ = python && lower_case(prefix).find('f') != kNowhere;
    const bool is_long = python && (sees("\"\"\"") || sees("'''"));
    const bool done = is_long ? lex_long_string(text_.substr(at_, 3)) : lex_short_string(peek(), marked_);
    marked_ = false;
    return done;
  }

  void lex_number() {
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      const bool joins =
          (peek() == '.' || peek() == '\'') && is_alphanumeric(peek(1)) && is_digit(text_[at_ - 1]);
      const bool separates = peek() == '\'' && rules_.raw_strings;
      if (!is_word_part(peek()) && !(joins && (separates || (peek() == '.' && is_digit(peek(1)))))) break;
      ++at_;
    }
    emit(TokenKind::number, begin, at_);
  }

  bool lex_symbol() {
    const auto* const pair = std::ranges::find_if(kPairs, [this](std::string_view p) { return sees(p); });
    const std::size_t length = pair == kPairs.end() ? 1 : 2;
    emit(TokenKind::symbol, at_, at_ + length);
    at_ += length;
    return true;
  }

  void emit(TokenKind kind, std::size_t begin, std::size_t end) {
    tokens_.push_back({kind, first_on_line_, depth_ > 0, text_.substr(begin, end - begin)});
    first_on_line_ = false;
  }

  std::string_view text_;
  LexRules rules_;
  int depth_;
  std::vector<Token>& tokens_;
  std::size_t at_ = 0;
  bool first_on_line_ = true;
  bool marked_ = false;  // the string at hand has a prefix that makes its braces expressions
  // Searches that failed, so that none is made twice: this keeps hostile files linear.
  std::map<char, std::size_t> unclosed_until_;
  std::set<std::string, std::less<>> unclosed_;
};

}  // namespace

std::size_t find_hole_end(std::string_view text, std::size_t begin) noexcept {
  const std::size_t limit = std::min(text.size(), begin + kMaxHoleBytes);
  int open = 1;
  char quote = '\0';
  for (std::size_t at = begin; at < limit; ++at) {
    const char c = text[at];
    if (c == '\\') {
      ++at;
    } else if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'' || c == '`') {
      quote = c;
    } else if (c == '{') {
      ++open;
    } else if (c == '}' && --open == 0) {
      return at;
    }
  }
  return kNowhere;
}

std::vector<Token> lex(std::string_view text, Language language) {
  std::vector<Token> tokens;
  Lexer(text, lex_rules(language), 0, tokens).run();
  return tokens;
}

}  // namespace redisconf::compiler::scan

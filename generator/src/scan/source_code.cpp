#include "scan/source_code.h"

#include <algorithm>
#include <array>
#include <string>

#include "scan/characters.h"
#include "scan/redis_url.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::array<std::string_view, 8> kDeclarations{"const", "let",    "var",  "val",
                                                        "final", "static", "auto", "readonly"};

std::string_view closer_of(std::string_view opener) noexcept {
  return opener == "(" ? ")" : opener == "[" ? "]" : "}";
}

}  // namespace

SourceCode::SourceCode(std::string_view text, Language language)
    : text_(text), language_(language), tokens_(lex(text, language)) {
  match_brackets();
  collect_names();
}

const Token& SourceCode::at(std::size_t index) const noexcept {
  static const Token kPastEnd{};
  return index < tokens_.size() ? tokens_[index] : kPastEnd;
}

TimeUnit SourceCode::time_unit() const noexcept {
  const bool seconds = language_ == Language::python || language_ == Language::ruby;
  return seconds ? TimeUnit::seconds : TimeUnit::milliseconds;
}

bool SourceCode::is_open(std::size_t index) const noexcept {
  const Token& token = at(index);
  return token.is_symbol("(") || token.is_symbol("[") || token.is_symbol("{");
}

bool SourceCode::is_close(std::size_t index) const noexcept {
  const Token& token = at(index);
  return token.is_symbol(")") || token.is_symbol("]") || token.is_symbol("}");
}

std::size_t SourceCode::offset(std::size_t index) const noexcept {
  if (index >= tokens_.size()) return text_.size();
  const Token& token = tokens_[index];
  const auto at = static_cast<std::size_t>(token.text.data() - text_.data());
  // Of a string the place is its first quote.
  return token.kind == TokenKind::text && at > 0 ? at - 1 : at;
}

// Brackets within the expressions of strings are matched among themselves.
void SourceCode::match_brackets() {
  closings_.assign(tokens_.size(), tokens_.size());
  std::vector<std::size_t> open;
  std::vector<std::size_t> open_in_text;
  for (std::size_t index = 0; index < tokens_.size(); ++index) {
    if (!tokens_[index].inside_text) open_in_text.clear();
    std::vector<std::size_t>& stack = tokens_[index].inside_text ? open_in_text : open;
    if (is_open(index)) {
      stack.push_back(index);
    } else if (is_close(index) && !stack.empty() &&
               closer_of(tokens_[stack.back()].text) == tokens_[index].text) {
      closings_[stack.back()] = index;
      stack.pop_back();
    }
  }
}

// A line goes on after an operator, a comma or an opening bracket, and before a dot or an operator.
bool SourceCode::continues_line(std::size_t index) const noexcept {
  constexpr std::string_view kBefore = ",=+(|&[{:?\\";
  constexpr std::string_view kAfter = ".|&?+)]}:";
  const Token& last = at(index - 1);
  const Token& next = at(index);
  if (last.kind == TokenKind::symbol && kBefore.find(last.text.back()) != std::string_view::npos) return true;
  return next.kind == TokenKind::symbol && !next.text.empty() &&
         kAfter.find(next.text.front()) != std::string_view::npos;
}

std::size_t SourceCode::end_of_value(std::size_t begin, std::size_t limit) const noexcept {
  std::size_t index = begin;
  while (index < limit) {
    const Token& token = tokens_[index];
    if (!token.inside_text) {
      if (token.is_symbol(",") || token.is_symbol(";") || is_close(index)) break;
      if (index > begin && token.first_on_line && !continues_line(index)) break;
      if (is_open(index) && closings_[index] < limit) index = closings_[index];
    }
    ++index;
  }
  return index;
}

std::size_t SourceCode::end_of_statement(std::size_t begin) const noexcept {
  std::size_t end = end_of_value(begin, size());
  while (at(end).is_symbol(",")) end = end_of_value(end + 1, size());
  return end;
}

bool SourceCode::starts_statement(std::size_t index) const noexcept {
  if (index == 0) return true;
  const Token& last = tokens_[index - 1];
  if (last.is_symbol("(") || last.is_symbol(",") || last.is_symbol(".")) return false;
  return tokens_[index].first_on_line || last.is_symbol(";") || last.is_symbol("{") || last.is_symbol("*") ||
         last.is_symbol("&") || last.kind == TokenKind::word;
}

// NAME = value, NAME := value, NAME: type = value.
void SourceCode::collect_names() {
  for (std::size_t index = 0; index + 2 < tokens_.size(); ++index) {
    const Token& token = tokens_[index];
    if (token.is_word("define") && index > 0 && tokens_[index - 1].is_symbol("#")) {
      Assignment& macro = names_[tokens_[index + 1].text];
      if (++macro.count == 1)
        macro.value = {index + 2, end_of_value(index + 2, std::min(size(), index + 64))};
      continue;
    }
    if (token.kind != TokenKind::word || token.inside_text || !starts_statement(index)) continue;
    if (std::ranges::find(kDeclarations, token.text) != kDeclarations.end()) continue;
    std::size_t equals = index + 1;
    if (at(equals).is_symbol(":") && at(equals + 1).kind == TokenKind::word) equals += 2;
    if (!at(equals).is_symbol("=") && !at(equals).is_symbol(":=")) continue;
    Assignment& assignment = names_[token.text];
    if (++assignment.count > 1) continue;
    assignment.value = {equals + 1, end_of_value(equals + 1, std::min(size(), equals + 64))};
  }
}

Range SourceCode::value_of_name(std::string_view name) const noexcept {
  const auto found = names_.find(name);
  if (found == names_.end() || found->second.count != 1) return {};
  return found->second.value;
}

std::string SourceCode::text_with_holes(std::size_t index) const {
  std::string text = with_holes(at(index).text);
  std::size_t next = index + 1;
  while (at(next).inside_text && !at(index).inside_text) ++next;
  const Token& after = at(next);
  const bool joined = after.kind == TokenKind::text && !after.inside_text && !after.first_on_line;
  const bool wrapped = after.kind == TokenKind::text && after.first_on_line;  // "a"<newline>"b"
  if (joined || wrapped || after.is_symbol("+")) text += kHole;
  return text;
}

bool SourceCode::has_text(std::string_view text) const noexcept {
  return std::ranges::any_of(
      tokens_, [text](const Token& token) { return token.kind == TokenKind::text && token.text == text; });
}

}  // namespace redisconf::compiler::scan

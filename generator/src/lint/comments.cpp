#include "lint/comments.h"

#include <algorithm>
#include <string_view>

namespace redisconf::compiler {
namespace {

constexpr std::string_view kBlanks = " \t\r";

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Behind the closing quote.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 == text.size() || text[at + 1] != quote) return at + 1;
      ++at;
    }
  }
  return text.size();
}

std::size_t next_line(std::string_view text, std::size_t at) {
  const auto end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

// A block scalar's lines: those behind its header that are empty or stand deeper than the header's line.
Span block_lines(const SourceFile& file, std::size_t header) {
  const std::string_view text = file.text();
  const std::size_t depth = file.line_at(header).find_first_not_of(' ');
  Span span{next_line(text, header), 0};
  for (span.end = span.begin; span.end < text.size(); span.end = next_line(text, span.end)) {
    const std::size_t indent = file.line_at(span.end).find_first_not_of(' ');
    const bool blank = file.line_at(span.end).find_first_not_of(kBlanks) == std::string_view::npos;
    if (!blank && indent <= depth) break;
  }
  return span;
}

// The parts of a file where '#' is text. A plain scalar can't hold a '#' behind a blank (YAML 1.2, 7.3.3).
void collect_texts(const SourceFile& file, const Node& node, std::vector<Span>& texts) {
  if (node.is_scalar() && node.quoted) {
    const char first = file.text()[node.offset];
    const bool is_block = first == '|' || first == '>';
    texts.push_back(is_block ? block_lines(file, node.offset)
                             : Span{node.offset, end_of_quoted(file.text(), node.offset)});
  }
  for (const Node& item : node.items) collect_texts(file, item, texts);
  for (const Member& member : node.members) {
    collect_texts(file, member.key, texts);
    collect_texts(file, member.value, texts);
  }
}

// Where the comment of a line begins; npos when it has none.
std::size_t find_comment(std::string_view text, Span line, const std::vector<Span>& texts) {
  for (std::size_t at = line.begin; at < line.end; ++at) {
    if (text[at] != '#') continue;
    if (at > line.begin && text[at - 1] != ' ' && text[at - 1] != '\t') continue;
    if (std::ranges::none_of(texts, [at](Span span) { return span.begin <= at && at < span.end; })) return at;
  }
  return std::string_view::npos;
}

}  // namespace

std::vector<Comment> comments_of(const SourceFile& file, const Node& root) {
  const std::string_view text = file.text();
  std::vector<Span> texts;
  collect_texts(file, root, texts);
  std::vector<Comment> all;
  std::size_t waiting = 0;  // comments at the end of `all` that wait for the line they are about
  for (std::size_t at = 0; at < text.size(); at = next_line(text, at)) {
    const Span line{at, at + file.line_at(at).size()};
    const std::size_t comment = find_comment(text, line, texts);
    const std::size_t content = std::min(text.find_first_not_of(kBlanks, line.begin), line.end);
    if (comment == content && comment < line.end) {
      all.push_back({comment, line.end, 0});
      ++waiting;
      continue;
    }
    if (content == line.end) continue;
    const std::size_t number = file.locate(at).line;
    for (; waiting > 0; --waiting) all[all.size() - waiting].line = number;
    if (comment != std::string_view::npos) all.push_back({comment, line.end, number});
  }
  return all;
}

}  // namespace redisconf::compiler

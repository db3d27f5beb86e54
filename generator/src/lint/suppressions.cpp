#include "lint/suppressions.h"

#include <redisconf/config/suggest.h>

#include <algorithm>

#include "lint/lint.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

constexpr std::string_view kMark = "redisconf-lint:";
constexpr std::string_view kVerb = "ignore";
constexpr std::string_view kBlanks = " \t\r";
constexpr std::size_t kMaxShownName = 64;

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

std::size_t skip_blanks(std::string_view text, std::size_t at, std::size_t end) {
  while (at < end && kBlanks.find(text[at]) != std::string_view::npos) ++at;
  return at;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

Suppressions::Suppressions(const LintInput& input) {
  for (const auto& file : input.project.files) {
    if (file->text().find(kMark) != std::string_view::npos) read(*file, input.tree.root(*file));
  }
}

void Suppressions::read(const SourceFile& file, const Node& root) {
  const std::string_view text = file.text();
  std::vector<Span> texts;
  collect_texts(file, root, texts);
  std::vector<Span> alone;  // comments that wait for the line they are about
  for (std::size_t at = 0; at < text.size(); at = next_line(text, at)) {
    const Span line{at, at + file.line_at(at).size()};
    const std::size_t comment = find_comment(text, line, texts);
    const std::size_t content = skip_blanks(text, line.begin, line.end);
    if (comment == content) {
      alone.push_back({comment, line.end});
      continue;
    }
    if (content == line.end) continue;
    const std::size_t number = file.locate(at).line;
    for (const Span& waiting : alone) read_comment(file, waiting.begin, waiting.end, number);
    alone.clear();
    if (comment != std::string_view::npos) read_comment(file, comment, line.end, number);
  }
  for (const Span& waiting : alone) read_comment(file, waiting.begin, waiting.end, 0);
}

// `begin` is at the '#'.
void Suppressions::read_comment(const SourceFile& file, std::size_t begin, std::size_t end,
                                std::size_t line) {
  const std::string_view text = file.text().substr(0, end);
  std::size_t at = skip_blanks(text, begin + 1, end);
  if (!text.substr(at).starts_with(kMark)) return;
  at = skip_blanks(text, at + kMark.size(), end);
  const std::size_t verb = at;
  if (text.substr(at).starts_with(kVerb)) at += kVerb.size();
  const bool readable = at > verb && at < end && kBlanks.find(text[at]) != std::string_view::npos;
  bool more = readable;
  while (more) {
    const std::size_t name = skip_blanks(text, at, end);
    for (at = name; at < end && is_name_character(text[at]);) ++at;
    all_.push_back({{&file, name, at - name}, std::string(text.substr(name, at - name)), line, false});
    const std::size_t comma = skip_blanks(text, at, end);
    more = comma < end && text[comma] == ',';
    at = comma + 1;
  }
  if (!readable) all_.push_back({{&file, verb, end - verb}, {}, line, false});
}

bool Suppressions::silence(const Diagnostic& diagnostic) {
  const std::size_t line = diagnostic.file->locate(diagnostic.offset).line;
  bool silenced = false;
  for (Suppression& suppression : all_) {
    if (suppression.spot.file != diagnostic.file || suppression.line != line) continue;
    if (suppression.rule != diagnostic.id) continue;
    suppression.used = true;
    silenced = true;
  }
  return silenced;
}

void Suppressions::review(Findings& findings) const {
  std::vector<std::string_view> known;
  for (const LintRule& rule : lint_rules()) known.push_back(rule.id);
  for (const Suppression& suppression : all_) {
    if (suppression.rule.empty()) {
      findings.add("unknown-suppression", suppression.spot, "this comment names no rule",
                   "write `# redisconf-lint: ignore RULE`; `redisconf lint --list` names the rules");
    } else if (find_lint_rule(suppression.rule) == nullptr) {
      const std::string_view nearest = nearest_name(suppression.rule, known);
      findings.add("unknown-suppression", suppression.spot,
                   "there is no rule '" + printable(suppression.rule.substr(0, kMaxShownName)) + "'",
                   nearest.empty() ? "`redisconf lint --list` names the rules"
                                   : "did you mean '" + std::string(nearest) + "'?");
    } else if (!suppression.used) {
      findings.add("unused-suppression", suppression.spot, "this comment silences nothing",
                   "remove it, or put it on the line of the finding");
    }
  }
}

}  // namespace redisconf::compiler

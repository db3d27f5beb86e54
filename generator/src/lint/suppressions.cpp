#include "lint/suppressions.h"

#include <redisconf/config/suggest.h>

#include <algorithm>

#include "lint/comments.h"
#include "lint/lint.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

constexpr std::string_view kMark = "redisconf-lint:";
constexpr std::string_view kVerb = "ignore";
constexpr std::string_view kBlanks = " \t\r";
constexpr std::size_t kMaxShownName = 64;

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
  for (const Comment& comment : comments_of(file, root)) {
    read_comment(file, comment.begin, comment.end, comment.line);
  }
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

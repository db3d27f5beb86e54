// Comments that ask for a decision.
#include <string_view>

#include "lint/comments.h"
#include "lint/findings.h"

namespace redisconf::compiler {
namespace {

constexpr std::string_view kMark = "decide:";

void find_undecided(const SourceFile& file, const Node& root, Findings& findings) {
  for (const Comment& comment : comments_of(file, root)) {
    const std::string_view text = file.text().substr(comment.begin, comment.end - comment.begin);
    const std::size_t at = text.find_first_not_of("# \t");
    if (at == std::string_view::npos || !text.substr(at).starts_with(kMark)) continue;
    findings.add("undecided", {&file, comment.begin + at, kMark.size()},
                 "the services disagree, and nobody has decided yet", "decide, and remove the comment");
  }
}

}  // namespace

void find_in_comments(const LintInput& input, Findings& findings) {
  for (const auto& file : input.project.files) {
    if (file->text().find(kMark) != std::string_view::npos) {
      find_undecided(*file, input.tree.root(*file), findings);
    }
  }
}

}  // namespace redisconf::compiler

#include "lint/lint.h"

#include <utility>

#include "lint/findings.h"
#include "lint/suppressions.h"

namespace redisconf::compiler {

void lint(Project& project) {
  const SourceTree tree(project);
  const LintInput input{project, tree};
  Findings findings;
  for (const auto family : {find_in_layers, find_in_environments, find_in_timing, find_in_reasons,
                            find_in_resources, find_in_keys, find_in_comments}) {
    family(input, findings);
  }
  Suppressions suppressions(input);
  std::vector<Finding> left;
  for (Finding& finding : findings.all()) {
    if (!suppressions.silence(finding.diagnostic)) left.push_back(std::move(finding));
  }
  Findings about_comments;
  suppressions.review(about_comments);
  for (Finding& finding : about_comments.all()) left.push_back(std::move(finding));
  for (Finding& finding : left) {
    if (finding.context.empty()) {
      project.diagnostics.add(std::move(finding.diagnostic));
    } else {
      project.diagnostics.add_in_context(std::move(finding.diagnostic), std::move(finding.context));
    }
  }
}

}  // namespace redisconf::compiler

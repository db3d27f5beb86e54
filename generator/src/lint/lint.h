// Warnings beyond errors: what the language allows, but a reviewer would ask about.
//
// Findings are diagnostics with a rule's id. A comment silences one where it is meant:
//   ttl: none  # redisconf-lint: ignore cache-lives-forever, another-rule   the reason, freely
// on the finding's line, or alone on a line above it.
//
// Thread-safety: none. Errors: none.
#pragma once

#include <span>
#include <string_view>

#include "diagnostics/diagnostics.h"
#include "schema/project.h"

namespace redisconf::compiler {

struct LintRule {
  std::string_view id;
  Severity severity = Severity::warning;
  std::string_view sentence;  // what it asks for
};

// By family, as `redisconf lint --list` prints them.
[[nodiscard]] std::span<const LintRule> lint_rules() noexcept;

// The rule with that id; nullptr when there is none.
[[nodiscard]] const LintRule* find_lint_rule(std::string_view id) noexcept;

// Adds all findings to the project's diagnostics. The project has no errors.
void lint(Project& project);

}  // namespace redisconf::compiler

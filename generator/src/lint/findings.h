// What the rules have found, before comments silence some of it.
//
// Ownership: findings refer to the project's files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lint/source_tree.h"
#include "schema/project.h"

namespace redisconf::compiler {

struct Finding {
  Diagnostic diagnostic;
  std::string context;  // "auth.production"; the same finding in several is reported once
};

// A part of a file.
struct Spot {
  const SourceFile* file = nullptr;
  std::size_t offset = 0;
  std::size_t length = 0;
};

[[nodiscard]] Spot spot_of(const Place& place);
[[nodiscard]] Spot spot_of(const SourceFile& file, const Node& node);

[[nodiscard]] Related related_to(const Spot& spot, std::string message);

class Findings {
 public:
  // Returns the finding, for what else there is to say. `rule` is the id of one.
  Finding& add(std::string_view rule, const Spot& spot, std::string message, std::string fix);

  [[nodiscard]] std::vector<Finding>& all() noexcept { return all_; }

 private:
  std::vector<Finding> all_;
};

// What every family of rules works on.
struct LintInput {
  const Project& project;
  const SourceTree& tree;
};

// One family each.
void find_in_layers(const LintInput& input, Findings& findings);
void find_in_environments(const LintInput& input, Findings& findings);
void find_in_timing(const LintInput& input, Findings& findings);
void find_in_reasons(const LintInput& input, Findings& findings);
void find_in_resources(const LintInput& input, Findings& findings);
void find_in_keys(const LintInput& input, Findings& findings);
void find_in_comments(const LintInput& input, Findings& findings);

// Calls visit(environment, context) for each environment of each service.
template <class Visit>
void for_each_environment(const Project& project, const Visit& visit) {
  for (const ResolvedService& service : project.services) {
    for (const ResolvedEnvironment& environment : service.environments) {
      visit(environment, service.service->name + '.' + environment.environment->name);
    }
  }
}

// The value of a setting; nullptr when it has none.
[[nodiscard]] const ResolvedValue* find_value(const ResolvedEnvironment& environment, std::string_view path);

// The same when the schema itself says it, not a variable.
[[nodiscard]] const Value* find_literal(const ResolvedEnvironment& environment, std::string_view path);

}  // namespace redisconf::compiler

// Environments: how strict they are, how one gets into them, what they expose.
#include <redisconf/config/value.h>

#include <algorithm>
#include <array>
#include <set>

#include "lint/findings.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

bool sounds_like_production(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames{"prod",    "production", "live",
                                                   "staging", "stage",      "preprod"};
  return std::ranges::find(kNames, name) != kNames.end();
}

void check_strictness(const SharedSchema& shared, Findings& findings) {
  for (const Environment& environment : shared.environments) {
    const auto is_other_name = [&](const Alias& alias) {
      return alias.environment == environment.name && sounds_like_production(alias.name);
    };
    const bool production =
        sounds_like_production(environment.name) || std::ranges::any_of(shared.aliases, is_other_name);
    if (production && !environment.strict) {
      findings.add("production-not-strict", spot_of(environment.place),
                   "environment " + environment.name + " is not strict", "add `strict: true`");
    }
    if (environment.is_default && environment.strict) {
      findings.add("strict-by-default", spot_of(environment.place),
                   "environment " + environment.name + " is strict and the default",
                   "remove `default: true`; then a process must name its environment");
    }
  }
}

// Whether people would take the alias for the environment: `prod` for production.
bool looks_like(std::string_view alias, std::string_view environment) {
  return environment.starts_with(alias) || pascal_case(alias) == pascal_case(environment);
}

void check_aliases(const LintInput& input, Findings& findings) {
  const SharedSchema& shared = input.project.shared;
  for (const Alias& alias : shared.aliases) {
    if (looks_like(alias.name, alias.environment)) continue;
    for (const Environment& environment : shared.environments) {
      if (!looks_like(alias.name, environment.name)) continue;
      const Member* const member = input.tree.find(*shared.file, {"environment", "aliases", alias.name});
      Finding& finding = findings.add(
          "misleading-alias", spot_of(*shared.file, member->key),
          "alias " + alias.name + " looks like " + environment.name + ", but stands for " + alias.environment,
          "let it stand for " + environment.name + ", or choose another name");
      finding.diagnostic.related.push_back(related_to(spot_of(environment.place), "the environment"));
    }
  }
}

void check_server(const ResolvedEnvironment& environment, const std::string& context, Findings& findings) {
  const Value* const host = find_literal(environment, "connection.host");
  if (environment.environment->strict || host == nullptr || is_loopback(host->text)) return;
  if (find_value(environment, "connection.password") != nullptr) return;
  const Place& place = *find_value(environment, "connection.host")->place;
  Finding& finding = findings.add("open-server", spot_of(place), "this server is used without a password",
                                  "add `password: {secret: redis-password}`");
  finding.context = context;
}

void check_fallback(const ResolvedEnvironment& environment, const std::string& context, Findings& findings) {
  const Value* const mode = find_literal(environment, "fallback.mode");
  if (!environment.environment->strict || mode == nullptr || mode->text != "memory") return;
  const Place& place = *find_value(environment, "fallback.mode")->place;
  Finding& finding =
      findings.add("memory-in-strict", spot_of(place), "fallback.mode is memory in a strict environment",
                   "remove it, and say `fallback: memory` in the caches that bear it");
  finding.context = context;
}

// Folders of secrets, as far as no environment that has them names a secret.
void check_secrets(const Project& project, Findings& findings) {
  std::set<const Place*> unused;
  std::set<const Place*> used;
  for_each_environment(project, [&](const ResolvedEnvironment& environment, const std::string&) {
    const ResolvedValue* const folder = find_value(environment, "secrets.directory");
    if (folder == nullptr || folder->place == nullptr) return;
    const bool names_one = std::ranges::any_of(environment.values, [](const ResolvedValue& value) {
      return value.value->source == generated::Source::secret;
    });
    (names_one ? used : unused).insert(folder->place);
  });
  for (const Place* const place : unused) {
    if (used.contains(place)) continue;
    findings.add("unused-secrets-directory", spot_of(*place),
                 "secrets.directory is set, but no secret is named",
                 "remove it, or name secrets: `password: {secret: redis-password}`");
  }
}

}  // namespace

void find_in_environments(const LintInput& input, Findings& findings) {
  check_strictness(input.project.shared, findings);
  check_aliases(input, findings);
  for_each_environment(input.project,
                       [&](const ResolvedEnvironment& environment, const std::string& context) {
                         check_server(environment, context, findings);
                         check_fallback(environment, context, findings);
                       });
  check_secrets(input.project, findings);
}

}  // namespace redisconf::compiler

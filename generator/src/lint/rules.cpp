#include <algorithm>
#include <array>

#include "lint/lint.h"

namespace redisconf::compiler {
namespace {

constexpr std::array kRules{
    // Layers.
    LintRule{"redundant-value", Severity::warning,
             "a value is written once, in the weakest layer that it is true for"},
    LintRule{"restates-catalogue", Severity::warning,
             "a service need not write what the catalogue says anyway"},
    // Environments.
    LintRule{"production-not-strict", Severity::warning, "where customers are, an environment is strict"},
    LintRule{"strict-by-default", Severity::warning,
             "a process that names no environment must not find itself in a strict one"},
    LintRule{"misleading-alias", Severity::warning, "an alias stands for the environment that it looks like"},
    LintRule{"open-server", Severity::warning, "a server on another machine asks for a password"},
    LintRule{"memory-in-strict", Severity::warning,
             "in a strict environment the loss of Redis shows; memory that only one process has hides it"},
    LintRule{"unused-secrets-directory", Severity::warning,
             "a folder of secrets belongs where secrets are named"},
    // Timing.
    LintRule{"startup-too-short", Severity::warning,
             "timeouts.startup leaves room for resolve, connect and tls together"},
    LintRule{"command-timeout", Severity::warning,
             "timeouts.command lies between 10ms, a busy machine's pause, and 10s, a caller's patience"},
    LintRule{"patient-retries", Severity::warning,
             "an operation fails within a minute, all attempts and pauses included"},
    LintRule{
        "large-pool", Severity::warning,
        "one connection carries many commands at once: a few are enough, and every process opens its own"},
    // Reasons and documentation.
    LintRule{"idle-because", Severity::warning,
             "`because` stands beside TLS that is weaker than full verification"},
    LintRule{"idle-diverges", Severity::warning, "`diverges` stands where a service differs from all others"},
    LintRule{"unfinished-text", Severity::warning, "reasons and documentation are finished sentences"},
    LintRule{"undocumented", Severity::warning, "what becomes a member of the wrapper says what it is"},
    // A service's own things.
    LintRule{"cache-lives-forever", Severity::warning, "a cache forgets; else it is a database that grows"},
    LintRule{"queue-keeps-nothing", Severity::warning,
             "finished jobs are kept for a while, so that one can see how they ended"},
    LintRule{"channel-without-spool", Severity::warning,
             "messages of a channel outlive an outage where an environment is strict"},
    // Keys.
    LintRule{"shared-key-prefix", Severity::error, "two services on one server never write the same keys"},
    LintRule{"nested-key-prefix", Severity::warning, "no service's keys look like those of another one"},
    LintRule{"open-key-prefix", Severity::warning, "a key prefix ends in a separator, as `auth:` does"},
    // Comments.
    LintRule{"undecided", Severity::warning,
             "what `redisconf adopt` found contradicting is decided, and its `decide:` comment removed"},
    LintRule{"unknown-suppression", Severity::warning, "a comment to the linter names a rule of it"},
    LintRule{"unused-suppression", Severity::warning, "a comment to the linter silences something"},
};

}  // namespace

std::span<const LintRule> lint_rules() noexcept { return kRules; }

const LintRule* find_lint_rule(std::string_view id) noexcept {
  const auto* const found = std::ranges::find(kRules, id, &LintRule::id);
  return found == kRules.end() ? nullptr : found;
}

}  // namespace redisconf::compiler

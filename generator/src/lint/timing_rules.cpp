// Timeouts, attempts and connections, in ms where they are times.
#include <redisconf/config/value.h>

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "lint/findings.h"

namespace redisconf::compiler {
namespace {

constexpr std::int64_t kShortestCommand = 10;
constexpr std::int64_t kLongestCommand = 10'000;
constexpr std::int64_t kLongestOperation = 60'000;
constexpr std::int64_t kManyConnections = 64;

class TimingCheck {
 public:
  TimingCheck(const ResolvedEnvironment& environment, const std::string& context, Findings& findings)
      : environment_(environment), context_(context), findings_(findings) {}

  void run() {
    check_startup();
    check_command();
    check_retries();
    check_pool();
  }

 private:
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view path) const {
    const Value* const value = find_literal(environment_, path);
    if (value == nullptr) return {};
    return value->number;
  }

  // Points at the first of these settings that the schema sets. The catalogue's own are sound.
  void add(std::string_view rule, std::initializer_list<std::string_view> paths, std::string message,
           std::string fix) {
    for (const std::string_view path : paths) {
      const ResolvedValue* const value = find_value(environment_, path);
      if (value == nullptr || value->place == nullptr) continue;
      findings_.add(rule, spot_of(*value->place), std::move(message), std::move(fix)).context = context_;
      return;
    }
  }

  void check_startup() {
    const auto startup = number("timeouts.startup");
    const auto resolve = number("timeouts.resolve");
    const auto connect = number("timeouts.connect");
    const auto tls = number("timeouts.tls");
    if (!startup || !resolve || !connect || !tls) return;
    const bool encrypted = number("tls.enabled").value_or(1) != 0;
    const std::int64_t stages = *resolve + *connect + (encrypted ? *tls : 0);
    if (*startup >= stages) return;
    add("startup-too-short", {"timeouts.startup", "timeouts.tls", "timeouts.connect", "timeouts.resolve"},
        "timeouts.startup is " + format_duration(*startup) + ", but its stages may take " +
            format_duration(stages),
        "raise timeouts.startup to " + format_duration(stages) + " or more, or shorten the stages");
  }

  void check_command() {
    const auto command = number("timeouts.command");
    if (!command || (*command >= kShortestCommand && *command <= kLongestCommand)) return;
    const bool is_short = *command < kShortestCommand;
    add("command-timeout", {"timeouts.command"},
        "timeouts.command is " + std::string(is_short ? "shorter than 10ms" : "longer than 10s"),
        is_short ? "raise it; 500ms is the standard" : "lower it; large work belongs in a queue");
  }

  void check_retries() {
    const auto attempts = number("retry.max_attempts");
    const auto command = number("timeouts.command");
    const auto first = number("retry.initial_backoff");
    const auto longest = number("retry.max_backoff");
    if (!attempts || !command || !first || !longest) return;
    std::int64_t total = *attempts * *command;
    std::int64_t pause = *first;
    for (std::int64_t attempt = 1; attempt < *attempts; ++attempt) {
      total += std::min(pause, *longest);
      pause = std::min(pause * 2, *longest);
    }
    if (total <= kLongestOperation) return;
    add("patient-retries",
        {"retry.max_attempts", "timeouts.command", "retry.max_backoff", "retry.initial_backoff"},
        "an operation may take " + format_duration(total) + " before its failure is known",
        "lower retry.max_attempts, retry.max_backoff or timeouts.command");
  }

  void check_pool() {
    const auto connections = number("pool.connections");
    if (!connections || *connections <= kManyConnections) return;
    add("large-pool", {"pool.connections"}, "pool.connections is over " + std::to_string(kManyConnections),
        "lower it; 4 is the standard");
  }

  const ResolvedEnvironment& environment_;
  const std::string& context_;
  Findings& findings_;
};

}  // namespace

void find_in_timing(const LintInput& input, Findings& findings) {
  for_each_environment(input.project,
                       [&](const ResolvedEnvironment& environment, const std::string& context) {
                         TimingCheck(environment, context, findings).run();
                       });
}

}  // namespace redisconf::compiler

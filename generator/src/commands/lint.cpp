#include "lint/lint.h"

#include <boost/program_options/value_semantic.hpp>

#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/schema_options.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

constexpr std::string_view kHelp =
    "Warns of what the schema language allows, but a reviewer would ask about. Reports errors, too: with\n"
    "them nothing else is looked at. --list prints the rules.\n\n"
    "A comment silences a rule where that is meant, on the same line or alone on the line above:\n\n"
    "  ttl: none  # redisconf-lint: ignore cache-lives-forever   filled once, at start-up\n";

std::string rule_list() {
  std::string text;
  for (const LintRule& rule : lint_rules()) {
    std::string line(rule.id);
    line.resize(26, ' ');
    line += severity_name(rule.severity);
    line.resize(35, ' ');
    text += line + std::string(rule.sentence) + '\n';
  }
  return text;
}

class Lint final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    options_.add_to(add);
    add("strict", po::bool_switch(&strict_), "exit with status 1 on warnings");
    add("list", po::bool_switch(&list_), "print the rules");
  }

  [[nodiscard]] int run(const Invocation& /*invocation*/) override {
    if (list_) {
      print(rule_list());
      return kExitOk;
    }
    const auto project = load_project(options_.schema, {});
    if (!project->diagnostics.has_errors()) lint(*project);
    const int status = report_diagnostics(project->diagnostics, options_.format);
    if (status != kExitOk) return status;
    if (project->diagnostics.empty() && options_.format == ReportFormat::text) {
      print(std::to_string(project->files.size()) + " files: nothing to ask about\n");
    }
    return strict_ && !project->diagnostics.empty() ? kExitFailed : kExitOk;
  }

 private:
  SchemaOptions options_;
  bool strict_ = false;
  bool list_ = false;
};

}  // namespace

CommandInfo lint_command() {
  return {
      .name = "lint",
      .summary = "warn of what a reviewer of the schema would ask about",
      .help = kHelp,
      .exit_status =
          "0 no error, 1 warnings and --strict, 64 wrong usage, 65 bad schema, 66 a file can't be read",
      .make = make_command<Lint>,
  };
}

}  // namespace redisconf::compiler

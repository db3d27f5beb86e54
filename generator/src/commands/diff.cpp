#include <algorithm>
#include <array>
#include <boost/program_options/value_semantic.hpp>
#include <chrono>
#include <filesystem>
#include <string_view>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/schema_options.h"
#include "compare/approvals.h"
#include "compare/baseline.h"
#include "compare/comparer.h"
#include "compare/report.h"
#include "schema/project.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

constexpr std::string_view kHelp =
    "Tells what a change of the schema means: which setting of which service becomes what in which\n"
    "environment, where that is said, and how risky it is. The schema as it stands in the files is compared\n"
    "with that of a git revision (neither checkout nor index is touched), or of a folder: a project's root,\n"
    "or the folder of redis.yaml. A folder comes before a revision of its name; git:NAME is a revision.\n\n"
    "Risk is the catalogue's, one class lower where the environment is not strict; weaker TLS in a strict\n"
    "environment is critical. approvals.yaml beside the schema lists changes that somebody answers for; "
    "with\n"
    "--fail-on the report ends with the entry to add.\n\n"
    "Examples:\n"
    "  redisconf diff --against HEAD                  what is not committed yet\n"
    "  redisconf diff --against origin/main...        since this branch left origin/main\n"
    "  redisconf diff --against origin/main... --fail-on high --format github\n";

compare::Date today() {
  return compare::Date{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
}

int refuse(const std::string& message, const std::string& fix) {
  print_error("redisconf: " + message + "\n  fix: " + fix + '\n');
  return kExitNoInput;
}

class Diff final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    add("against", po::value(&against_)->value_name("REV|DIR"),
        "what to compare with: a git revision (REV... is where the branch left REV) or a folder");
    add("schema", po::value(&schema_)->value_name("FILE")->default_value(schema_),
        "what services share; services/*.yaml stand beside it");
    add("format", po::value(&format_)->value_name("FORMAT")->default_value(format_),
        "text, markdown (a comment on a pull request), json or github (workflow commands)");
    add("fail-on", po::value(&fail_on_)->value_name("RISK"),
        "exit with status 1 when a change of this risk or more is not approved: critical, high, medium or "
        "low");
  }

  [[nodiscard]] int run(const Invocation&) override {
    check();
    const auto project = load_project(schema_, {});
    compare::ReportInput input;
    input.today = today();
    input.fail_on = compare::risk_of(fail_on_);
    input.approvals_path = (std::filesystem::path(schema_).parent_path() / "approvals.yaml").string();
    const compare::Approvals approvals =
        compare::load_approvals(input.approvals_path, input.today, project->diagnostics);
    input.has_approvals = approvals.file != nullptr;
    const ReportFormat format = project->diagnostics.has_errors() ? fault_format() : ReportFormat::text;
    const int status = report_diagnostics(project->diagnostics, format);
    if (status != kExitOk) return status;
    try {
      return compare_with(compare::find_baseline(schema_, against_), *project, approvals, std::move(input));
    } catch (const GitFault& fault) {
      return refuse(fault.what(), fault.fix());
    } catch (const compare::BaselineFault& fault) {
      return refuse(fault.what(), "name a project's root, or the folder of the schema");
    }
  }

 private:
  void check() const {
    constexpr std::array<std::string_view, 4> kFormats{"text", "markdown", "json", "github"};
    if (against_.empty()) {
      throw UsageError("diff needs --against REV|DIR, such as --against origin/main");
    }
    if (std::ranges::find(kFormats, format_) == kFormats.end()) {
      throw UsageError("--format takes text, markdown, json or github");
    }
    if (!fail_on_.empty() && !compare::risk_of(fail_on_)) {
      throw UsageError("--fail-on takes critical, high, medium or low");
    }
  }

  // How faults of the schema are told.
  [[nodiscard]] ReportFormat fault_format() const {
    return report_format(format_).value_or(ReportFormat::text);
  }

  [[nodiscard]] int compare_with(const compare::Baseline& baseline, const Project& project,
                                 const compare::Approvals& approvals, compare::ReportInput input) const {
    std::unique_ptr<Project> before;
    if (!baseline.schema_path.empty()) {
      before = load_project(baseline.schema_path, {});
      if (before->diagnostics.has_errors()) return refuse_baseline(baseline, before->diagnostics);
    }
    input.against = baseline.name;
    input.all_new = before == nullptr;
    const auto changes = compare::compare_projects(before.get(), project);
    const compare::Report report = compare::review(std::move(input), changes, approvals.list);
    print(text_of(report));
    return report.failing > 0 ? kExitFailed : kExitOk;
  }

  static int refuse_baseline(const compare::Baseline& baseline, const Diagnostics& diagnostics) {
    print_error(compare::shown(format_diagnostics(diagnostics, error_output_has_colour()), baseline));
    print_error("redisconf: the old schema, of " + printable(baseline.name) +
                ", is broken: nothing can be compared with it\n"
                "  fix: compare with a revision that `redisconf check` accepts\n");
    return kExitBadSchema;
  }

  [[nodiscard]] std::string text_of(const compare::Report& report) const {
    if (format_ == "markdown") return compare::markdown_report(report);
    if (format_ == "json") return compare::json_report(report);
    if (format_ == "github") return compare::github_report(report);
    return compare::text_report(report, output_has_colour());
  }

  std::string against_;
  std::string schema_ = "schema/redis.yaml";
  std::string format_ = "text";
  std::string fail_on_;
};

}  // namespace

CommandInfo diff_command() {
  return {
      .name = "diff",
      .summary = "tell what a change of the schema means, and how risky it is",
      .help = kHelp,
      .exit_status = "0 done, 1 as --fail-on says, 64 wrong usage, 65 bad schema, 66 nothing to compare with",
      .make = make_command<Diff>,
  };
}

}  // namespace redisconf::compiler

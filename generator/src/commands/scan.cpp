#include <algorithm>
#include <array>
#include <boost/program_options/value_semantic.hpp>
#include <string_view>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "scan/report.h"
#include "scan/review.h"
#include "scan/scan.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

constexpr std::string_view kHelp =
    "Finds hand-written Redis configuration below DIR: in C and C++, Python, JavaScript and TypeScript,\n"
    "Ruby, Go, Java, Kotlin, C#, YAML, JSON, .env, shell, Dockerfiles, .properties, .ini and .toml. Prints\n"
    "each setting with all its values and places, contradictions first, and a list of configurations to\n"
    "migrate, riskiest first. Secrets are shown as ***; nothing is written.\n\n"
    "Left out: version control, installed packages (node_modules, vendor, venv, ...), build output (build,\n"
    "dist, target, out), symbolic links, minified and binary files, files over 1 MiB. .gitignore is not\n"
    "read: use --exclude.\n";

class Scan final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    add("json", po::bool_switch(&json_), "print JSON");
    add("markdown", po::bool_switch(&markdown_), "print Markdown");
    add("exclude", po::value(&excluded_)->value_name("GLOB"),
        "leave out files and folders whose name, or path if GLOB has a slash, matches; may be given "
        "several times");
    add("fail-on", po::value(&fail_on_)->value_name("secrets|contradictions|any"),
        "exit with status 1 on such a finding");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    check();
    const std::string& folder = invocation.operands.front();
    const scan::TreeScan tree = scan::scan_tree(folder, excluded_);
    if (!tree.error.empty()) {
      print_error("redisconf: " + printable(folder) + ": " + tree.error +
                  "\n  fix: name a folder that you may read\n");
      return kExitNoInput;
    }
    const scan::Review review = scan::review(tree.inventory);
    print(report(tree.inventory, review));
    return fails(review) ? kExitFailed : kExitOk;
  }

 private:
  void check() const {
    constexpr std::array<std::string_view, 4> kReasons{"", "secrets", "contradictions", "any"};
    if (json_ && markdown_) throw UsageError("--json and --markdown exclude each other");
    if (std::ranges::find(kReasons, fail_on_) == kReasons.end()) {
      throw UsageError("--fail-on takes secrets, contradictions or any");
    }
  }

  [[nodiscard]] std::string report(const scan::Inventory& inventory, const scan::Review& review) const {
    if (json_) return scan::json_report(inventory, review);
    if (markdown_) return scan::markdown_report(inventory, review);
    return scan::text_report(inventory, review, output_has_colour());
  }

  [[nodiscard]] bool fails(const scan::Review& review) const {
    if (fail_on_ == "secrets") return review.secrets > 0;
    if (fail_on_ == "contradictions") return review.contradictions > 0;
    return fail_on_ == "any" && !review.sites.empty();
  }

  std::vector<std::string> excluded_;
  std::string fail_on_;
  bool json_ = false;
  bool markdown_ = false;
};

}  // namespace

CommandInfo scan_command() {
  return {
      .name = "scan",
      .operands = "DIR",
      .min_operands = 1,
      .max_operands = 1,
      .summary = "find hand-written Redis configuration in a source tree",
      .help = kHelp,
      .exit_status = "0 done, 1 as --fail-on says, 64 wrong usage, 66 DIR can't be read",
      .make = make_command<Scan>,
  };
}

}  // namespace redisconf::compiler

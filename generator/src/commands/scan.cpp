#include "commands/scan.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/options.h"
#include "scan/report.h"
#include "scan/review.h"
#include "scan/scan.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

constexpr int kExitFailOn = 1;

constexpr std::string_view kHelp =
    "Usage: redisconf scan [OPTION]... DIR\n\n"
    "Finds hand-written Redis configuration below DIR: in C and C++, Python, JavaScript and TypeScript,\n"
    "Ruby, Go, Java, Kotlin, C#, YAML, JSON, .env, shell, Dockerfiles, .properties, .ini and .toml. Prints\n"
    "each setting with all its values and places, contradictions first, and a list of configurations to\n"
    "migrate, riskiest first. Secrets are shown as ***; nothing is written.\n\n"
    "Left out: version control, installed packages (node_modules, vendor, venv, ...), build output (build,\n"
    "dist, target, out), symbolic links, minified and binary files, files over 1 MiB. .gitignore is not\n"
    "read: use --exclude.\n\n";

struct ScanOptions {
  std::vector<std::string> folders;
  std::vector<std::string> excluded;
  std::string fail_on;
  bool json = false;
  bool markdown = false;
  bool help = false;
};

po::options_description visible_options(ScanOptions& options) {
  po::options_description visible("Options");
  auto add = visible.add_options();
  add("json", po::bool_switch(&options.json), "print JSON");
  add("markdown", po::bool_switch(&options.markdown), "print Markdown");
  add("exclude", po::value(&options.excluded)->value_name("GLOB"),
      "leave out files and folders whose name, or path if GLOB has a slash, matches; may be given "
      "several times");
  add("fail-on", po::value(&options.fail_on)->value_name("WHAT"),
      "exit with status 1 on: secrets, contradictions, or any finding");
  add("help,h", po::bool_switch(&options.help), "print this text");
  return visible;
}

void check(const ScanOptions& options) {
  constexpr std::array<std::string_view, 4> kReasons{"", "secrets", "contradictions", "any"};
  if (options.help) return;
  if (options.folders.size() != 1) throw UsageError("scan takes one folder: redisconf scan DIR");
  if (options.json && options.markdown) throw UsageError("--json and --markdown exclude each other");
  if (std::ranges::find(kReasons, options.fail_on) == kReasons.end()) {
    throw UsageError("--fail-on takes secrets, contradictions or any");
  }
}

ScanOptions parse(const std::vector<std::string>& arguments) {
  ScanOptions options;
  po::options_description all = visible_options(options);
  all.add_options()("folder", po::value(&options.folders));
  po::positional_options_description positional;
  positional.add("folder", -1);
  const int style = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
  try {
    po::variables_map values;
    po::store(po::command_line_parser(arguments).options(all).positional(positional).style(style).run(),
              values);
    po::notify(values);
  } catch (const po::unknown_option& error) {
    throw UsageError("unknown option '" + printable(error.get_option_name().substr(0, 64)) + "'");
  } catch (const po::error& error) {
    throw UsageError(error.what());
  }
  check(options);
  return options;
}

std::string help() {
  ScanOptions options;
  std::ostringstream text;
  text << kHelp << visible_options(options)
       << "\nExit status: 0 done, 1 as --fail-on says, 64 wrong usage, 66 DIR can't be read.\n";
  return text.str();
}

bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

// The rule of console.h, for standard output.
bool output_has_colour() {
  const char* const terminal = std::getenv("TERM");
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return !dumb && !is_set("NO_COLOR") && ::isatty(STDOUT_FILENO) == 1;
}

std::string report(const ScanOptions& options, const scan::Inventory& inventory, const scan::Review& review) {
  if (options.json) return scan::json_report(inventory, review);
  if (options.markdown) return scan::markdown_report(inventory, review);
  return scan::text_report(inventory, review, output_has_colour());
}

bool fails(const ScanOptions& options, const scan::Review& review) {
  if (options.fail_on == "secrets") return review.secrets > 0;
  if (options.fail_on == "contradictions") return review.contradictions > 0;
  return options.fail_on == "any" && !review.sites.empty();
}

}  // namespace

int run_scan(const std::vector<std::string>& arguments) {
  const ScanOptions options = parse(arguments);
  if (options.help) {
    print(help());
    return kExitOk;
  }
  const std::string& folder = options.folders.front();
  const scan::TreeScan tree = scan::scan_tree(folder, options.excluded);
  if (!tree.error.empty()) {
    print_error("redisconf: " + printable(folder) + ": " + tree.error +
                "\n  fix: name a folder that you may read\n");
    return kExitNoInput;
  }
  const scan::Review review = scan::review(tree.inventory);
  print(report(options, tree.inventory, review));
  return fails(options, review) ? kExitFailOn : kExitOk;
}

}  // namespace redisconf::compiler

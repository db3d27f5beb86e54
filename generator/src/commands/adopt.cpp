#include <boost/program_options/value_semantic.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "adopt/adopted_schema.h"
#include "adopt/proposal.h"
#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/new_schema_files.h"
#include "edit/formatter.h"
#include "output/folder_lock.h"
#include "scan/scan.h"
#include "schema/project.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;

constexpr std::string_view kHelp =
    "Writes a first schema for the source tree TREE from what `redisconf scan TREE` finds: "
    "schema/redis.yaml\n"
    "with what most places say, and one file a service with what it says differently, so that moving in\n"
    "changes nothing. Where services contradict each other, or the schema takes no such value, a comment\n"
    "`decide: ...` names the values and their places; `redisconf lint` lists what is still undecided.\n"
    "Servers, TLS and secrets are never taken over: strict environments get them from variables and "
    "secrets.\n\n"
    "  redisconf adopt . --dry-run\n"
    "  redisconf adopt ../shop --output . --service cart=backend/cart --service mail=jobs/mail\n\n"
    "Without --service, each folder below TREE (or below services/, apps/, packages/, cmd/, src/, ...) in\n"
    "which something is found is a service. Never writes over a file.\n";

class Adopt final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    add("output,o", po::value(&output_)->value_name("DIR"), "where schema/ is written (here)");
    add("service", po::value(&services_)->value_name("NAME=FOLDER"),
        "which folder below TREE is which service; may be given several times");
    add("exclude", po::value(&excluded_)->value_name("GLOB"), "leave out, as `redisconf scan` does");
    add("dry-run,n", po::bool_switch(&dry_run_), "print the files, and write nothing");
    add("quiet,q", po::bool_switch(&quiet_), "print errors only");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    const std::string& tree = invocation.operands.front();
    const ServiceFolders folders(told_folders());
    const scan::TreeScan found = scan::scan_tree(tree, excluded_);
    if (!found.error.empty()) {
      print_error("redisconf: " + printable(tree) + ": " + found.error +
                  "\n  fix: name a folder that you may read\n");
      return kExitNoInput;
    }
    const Proposal proposal = propose(found.inventory, folders);
    if (proposal.services.empty()) return refuse_nothing(tree);
    SchemaOptions options;
    options.schema = (fs::path(output_) / options.schema).lexically_normal().string();
    const std::vector<NewFile> files = files_of(proposal, options);
    int status = check_new_files(options, files, names_of(proposal));
    if (status == kExitOk && dry_run_) {
      print_files(files);
    } else if (status == kExitOk) {
      status = write(files, options);
    }
    if (status == kExitOk && !quiet_) print_summary(proposal, invocation.program);
    return status;
  }

 private:
  [[nodiscard]] std::map<std::string, std::string> told_folders() const {
    std::map<std::string, std::string> told;
    for (const std::string& each : services_) {
      const auto equals = each.find('=');
      if (equals == std::string::npos || equals + 1 == each.size()) {
        throw UsageError("--service takes NAME=FOLDER, a folder below TREE");
      }
      const std::string name = each.substr(0, equals);
      require_service_name(name, "--service");
      if (!told.emplace(name, each.substr(equals + 1)).second) {
        throw UsageError("--service names '" + name + "' twice");
      }
    }
    return told;
  }

  [[nodiscard]] static int refuse_nothing(const std::string& tree) {
    print_error(
        "redisconf: " + printable(tree) +
        ": no service configures Redis there\n"
        "  fix: name a tree whose folders are services, or say which is which: --service NAME=FOLDER\n");
    return kExitFailed;
  }

  [[nodiscard]] static std::vector<std::string> names_of(const Proposal& proposal) {
    std::vector<std::string> names;
    for (const ProposedService& service : proposal.services) names.push_back(service.name);
    return names;
  }

  // What can't be formatted is told by check_new_files().
  [[nodiscard]] static NewFile formatted(std::string path, std::string text) {
    const SourceFile file(path, path, text);
    Diagnostics ignored;
    auto better = format_schema(file, ignored);
    return {std::move(path), better ? std::move(*better) : std::move(text)};
  }

  [[nodiscard]] static std::vector<NewFile> files_of(const Proposal& proposal, const SchemaOptions& options) {
    std::vector<NewFile> files{formatted(options.schema, adopted_shared_schema(proposal))};
    for (const ProposedService& service : proposal.services) {
      files.push_back(formatted(service_path(options.schema, service.name),
                                adopted_service_schema(service, standard_summary(service.name))));
    }
    return files;
  }

  static void print_files(const std::vector<NewFile>& files) {
    for (const NewFile& file : files) print("--- " + printable(file.path) + '\n' + file.text + '\n');
  }

  [[nodiscard]] int write(const std::vector<NewFile>& files, const SchemaOptions& options) const {
    const FolderLock lock(fs::path(options.schema).parent_path().string());
    const int status =
        refuse_existing(files, "adopt starts a schema: move the old one away, or --output DIR");
    return status == kExitOk ? write_new_files(files, !quiet_) : status;
  }

  void print_summary(const Proposal& proposal, const std::string& program) const {
    const auto number = [](std::size_t count, const std::string& what) {
      return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
    };
    std::string text = '\n' + number(proposal.services.size(), "service") + ", " +
                       number(proposal.adopted(), "value") + " taken over, " +
                       number(proposal.undecided(), "decision") + " to take\n";
    if (!dry_run_) {
      text += "\nNext" + (output_ == "." ? "" : ", in " + shell_quoted(output_)) + ":\n  1. " +
              shell_quoted(program) + " lint      lists what is undecided\n" + "  2. " +
              shell_quoted(program) + " generate\n";
    }
    print(text);
  }

  std::string output_ = ".";
  std::vector<std::string> services_;
  std::vector<std::string> excluded_;
  bool dry_run_ = false;
  bool quiet_ = false;
};

}  // namespace

CommandInfo adopt_command() {
  return {
      .name = "adopt",
      .operands = "TREE",
      .min_operands = 1,
      .max_operands = 1,
      .summary = "start a schema from the hand-written configuration of a source tree",
      .help = kHelp,
      .exit_status =
          "0 done, 1 nothing was found, 64 wrong usage, 65 no service can have such a name,\n"
          "66 TREE can't be read, 73 a file exists already, 73 or 74 it can't be written",
      .make = make_command<Adopt>,
  };
}

}  // namespace redisconf::compiler

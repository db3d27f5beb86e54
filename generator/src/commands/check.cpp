#include <filesystem>
#include <utility>

#include "commands/commands.h"
#include "commands/compilation.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/mending.h"
#include "commands/orphans.h"
#include "output/ownership.h"
#include "output/unified_diff.h"

namespace redisconf::compiler {
namespace {

// Compares one service's files with what they should be.
class ServiceCheck {
 public:
  ServiceCheck(const ServiceOutput& service, const CompileOptions& options, const std::string& program)
      : service_(service),
        options_(options),
        command_(mending_command(options, program, service.name)),
        known_(load_manifest(service.folder)) {}

  [[nodiscard]] Outcome run() {
    for (const GeneratedFile& file : service_.files) check_file(file);
    for (const Orphan& orphan : find_orphans(service_.folder, known_, service_.file_names())) {
      report_orphan(orphan);
    }
    if (faults_.empty() && outdated_ == 0) check_manifest();
    if (faults_.empty() && outdated_ == 0) {
      if (options_.talks()) outcome_.output += service_.name + ": up to date\n";
      return std::move(outcome_);
    }
    outcome_.status = kExitFailed;
    outcome_.errors += faults_ + summary();
    return std::move(outcome_);
  }

 private:
  void check_file(const GeneratedFile& file) {
    const std::string path = service_.path_of(file.name);
    const Inspection found = inspect_file(path, file.content, known_);
    if (found.state == FileState::current) return;
    ++outdated_;
    if (found.state == FileState::blocked) {
      faults_ += path + ": error: " + found.fault + "\n  fix: remove it, or make it readable\n";
      return;
    }
    const std::string before = found.state == FileState::missing ? "/dev/null" : path;
    show(unified_diff({before, found.bytes}, {path, file.content}));
    if (!found.is_precious()) return;
    is_precious_ = true;
    faults_ += precious_message(path, found.state, schema_files_of(options_, service_.name), command_);
  }

  // Standard output is for the report when programs read it.
  void show(const std::string& diff) {
    (options_.format == ReportFormat::text ? outcome_.output : outcome_.errors) += diff;
  }

  void report_orphan(const Orphan& orphan) {
    const std::string path = service_.path_of(orphan.name);
    faults_ += orphan.edited ? edited_orphan_message(path, "error")
                             : path + ": error: is generated no more\n  fix: " + command_ + '\n';
  }

  // Its digests follow from the files: of interest only when those are right.
  void check_manifest() {
    const std::string path = service_.path_of(kManifestName);
    const std::string wanted = service_.manifest().text();
    const Inspection found = inspect_manifest(path, wanted);
    if (found.state == FileState::current) return;
    if (found.state == FileState::missing || found.state == FileState::outdated) {
      show(unified_diff({found.state == FileState::missing ? "/dev/null" : path, found.bytes},
                        {path, wanted}));
      faults_ = path + ": error: does not name the files as they are\n  fix: " + command_ + '\n';
    } else if (found.state == FileState::blocked) {
      faults_ = path + ": error: " + found.fault + "\n  fix: remove it, or make it readable\n";
    } else {
      faults_ = precious_message(path, found.state, schema_files_of(options_, service_.name), command_);
    }
  }

  [[nodiscard]] std::string summary() const {
    if (outdated_ == 0) return {};
    return service_.name + ": " + std::to_string(outdated_) + " of " + std::to_string(service_.files.size()) +
           " files are not up to date\n  fix: " + command_ + (is_precious_ ? " --force\n" : "\n");
  }

  const ServiceOutput& service_;
  const CompileOptions& options_;
  std::string command_;
  Manifest known_;
  std::size_t outdated_ = 0;
  bool is_precious_ = false;
  std::string faults_;
  Outcome outcome_;
};

void report_gone_service(const GoneService& gone, const std::string& schema, const std::string& command) {
  print_error(gone.folder + ": error: is generated no more: there is no " + service_path(schema, gone.name) +
              "\n  fix: " + command + '\n');
  for (const Orphan& orphan : find_orphans(gone.folder, gone.manifest, {})) {
    const std::string path = (std::filesystem::path(gone.folder) / orphan.name).string();
    print_error(orphan.edited ? edited_orphan_message(path, "error") : "  " + path + '\n');
  }
}

class Check final : public Command {
 public:
  void add_options(boost::program_options::options_description_easy_init add) override {
    options_.add_to(add);
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    options_.settle();
    const Compilation compilation = compile(options_);
    if (compilation.status != kExitOk) return compilation.status;
    int status = for_each_service(compilation, AfterFailure::go_on, [&](std::size_t index) {
      const ServiceOutput service = render(options_, compilation, index);
      return ServiceCheck(service, options_, invocation.program).run();
    });
    for (const GoneService& gone : find_gone_services(options_, compilation)) {
      report_gone_service(gone, options_.schema, mending_command(options_, invocation.program, ""));
      status = kExitFailed;
    }
    return status == kExitOk ? write_build_files(options_, compilation) : status;
  }

 private:
  CompileOptions options_;
};

}  // namespace

CommandInfo check_command() {
  return {
      .name = "check",
      .summary = "tell whether the wrappers are up to date",
      .help =
          "Compares what `generate` would write with what stands there: files that are missing, outdated,\n"
          "edited by hand, or left behind by a service that is gone. Prints the difference and the command\n"
          "that mends it; writes no generated file.\n",
      .exit_status = "0 up to date, 1 not up to date, 64 wrong usage, 65 bad schema, 66 a file can't be read",
      .make = make_command<Check>,
  };
}

}  // namespace redisconf::compiler

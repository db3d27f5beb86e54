#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/compilation.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "output/unified_diff.h"
#include "schema/file_loader.h"

namespace redisconf::compiler {
namespace {

constexpr std::size_t kMaxGeneratedBytes = std::size_t{64} * 1024 * 1024;

// The command that brings one service up to date, with the options of this run.
std::string mending_command(const CompileOptions& options, const std::string& program,
                            const std::string& service) {
  std::string command = shell_quoted(program) + " generate";
  const auto add = [&command](const char* option, const std::string& value) {
    if (!value.empty()) command += ' ' + std::string(option) + ' ' + shell_quoted(value);
  };
  add("--schema", options.schema == CompileOptions{}.schema ? "" : options.schema);
  add("--service", service);
  const bool of_many = !options.output.empty() && options.services.size() != 1;
  add("--output", of_many ? options.output + '/' + service + "/generated" : options.output);
  add("--templates", options.templates);
  return command;
}

// The difference between a file and what it should be; empty when there is none.
std::string difference(const std::string& path, const std::string& wanted) {
  const LoadedFile file = load_file(path, kMaxGeneratedBytes);
  if (file.error.empty() && file.bytes == wanted) return {};
  const DiffSide before{file.error.empty() ? path : "/dev/null", file.bytes};
  return unified_diff(before, {path, wanted});
}

Outcome check_service(const ServiceOutput& service, const CompileOptions& options,
                      const std::string& program) {
  Outcome outcome;
  std::size_t outdated = 0;
  for (const GeneratedFile& file : service.files) {
    const std::string diff = difference(service.path_of(file), file.content);
    if (diff.empty()) continue;
    ++outdated;
    outcome.output += diff;
  }
  if (outdated == 0) {
    if (options.talks()) outcome.output = service.name + ": up to date\n";
    return outcome;
  }
  outcome.status = kExitFailed;
  outcome.errors =
      service.name + ": " + std::to_string(outdated) + " of " + std::to_string(service.files.size()) +
      " files are not up to date\n  fix: " + mending_command(options, program, service.name) + '\n';
  return outcome;
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
    const int status = for_each_output(
        options_, compilation, AfterFailure::go_on,
        [&](const ServiceOutput& service) { return check_service(service, options_, invocation.program); });
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
          "Compares what `generate` would write with what stands there. Prints the difference and the\n"
          "command that mends it; writes no generated file.\n",
      .exit_status = "0 up to date, 1 not up to date, 64 wrong usage, 65 bad schema, 66 a file can't be read",
      .make = make_command<Check>,
  };
}

}  // namespace redisconf::compiler

#include <algorithm>

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
std::string mending_command(const Options& options, const std::string& service) {
  std::string command = shell_quoted(options.program) + " generate";
  const auto add = [&command](const char* option, const std::string& value) {
    if (!value.empty()) command += ' ' + std::string(option) + ' ' + shell_quoted(value);
  };
  add("--schema", options.schema == Options{}.schema ? "" : options.schema);
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

int check_service(const ServiceOutput& service, const Options& options) {
  std::size_t outdated = 0;
  for (const GeneratedFile& file : service.files) {
    const std::string diff = difference(service.path_of(file), file.content);
    if (diff.empty()) continue;
    ++outdated;
    print(diff);
  }
  if (outdated == 0) {
    if (!options.quiet) print(service.name + ": up to date\n");
    return kExitOk;
  }
  print_error(service.name + ": " + std::to_string(outdated) + " of " + std::to_string(service.files.size()) +
              " files are not up to date\n  fix: " + mending_command(options, service.name) + '\n');
  return kExitOutdated;
}

}  // namespace

int run_check(const Options& options) {
  const Compilation compilation = compile(options);
  if (compilation.status != kExitOk) return compilation.status;
  int status = kExitOk;
  for (const ServiceOutput& service : compilation.services) {
    status = std::max(status, check_service(service, options));
  }
  return status == kExitOk ? write_build_files(options, compilation) : status;
}

}  // namespace redisconf::compiler

#include "commands/commands.h"
#include "commands/compilation.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "output/writer.h"

namespace redisconf::compiler {
namespace {

int write_service(const ServiceOutput& service, bool quiet) {
  int changed = 0;
  for (const GeneratedFile& file : service.files) {
    const std::string path = service.path_of(file);
    const WriteResult result = write_if_changed(path, file.content);
    if (result.failed()) return report_write(path, result);
    if (result.status != WriteStatus::written) continue;
    ++changed;
    if (!quiet) print("wrote " + path + '\n');
  }
  if (!quiet) {
    print(service.name + ": " + std::to_string(service.files.size()) + " files, " + std::to_string(changed) +
          " changed\n");
  }
  return kExitOk;
}

}  // namespace

int run_generate(const Options& options) {
  const Compilation compilation = compile(options);
  if (compilation.status != kExitOk) return compilation.status;
  for (const ServiceOutput& service : compilation.services) {
    const int status = write_service(service, options.quiet);
    if (status != kExitOk) return status;
  }
  return write_build_files(options, compilation);
}

}  // namespace redisconf::compiler

// Writes the generated files of one service, and nothing over what is not redisconf's.
//
// Thread-safety: none. Errors: reported on standard error; exit statuses returned.
#pragma once

#include <string>

#include "commands/compilation.h"
#include "output/writer.h"

namespace redisconf::compiler {

struct WriteRun {
  const CompileOptions& options;
  const std::string& program;
  bool force = false;  // also over files that were edited or are not ours
};

// Reports each file that must not be replaced. Returns an exit status.
[[nodiscard]] int refuse_precious_files(const ServiceOutput& service, const WriteRun& run);

// Killed at any point, the next run mends what it left, also when the schema changed between.
[[nodiscard]] int write_service(const ServiceOutput& service, const WriteRun& run);

}  // namespace redisconf::compiler

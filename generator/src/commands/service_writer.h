// Writes the generated files of one service, and nothing over what is not redisconf's.
//
// Thread-safety: separate services may be written concurrently. Errors: told in outcomes.
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

// False when no file of the service needs a closer look before it is replaced.
[[nodiscard]] bool may_be_precious(const ServicePlace& place);

// Tells each file that must not be replaced.
[[nodiscard]] Outcome refuse_precious_files(const ServiceOutput& service, const WriteRun& run);

// Killed at any point, the next run mends what it left, also when the schema changed between.
[[nodiscard]] Outcome write_service(const ServiceOutput& service, const WriteRun& run);

}  // namespace redisconf::compiler

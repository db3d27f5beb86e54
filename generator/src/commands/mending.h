// What the user is told about a generated file that is not as it should be.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>

#include "commands/schema_options.h"
#include "output/ownership.h"

namespace redisconf::compiler {

// The command that generates one service, or all when `service` is empty, with this run's options.
[[nodiscard]] std::string mending_command(const CompileOptions& options, const std::string& program,
                                          const std::string& service);

// "path: error: ..." with the fix, for a file whose content would be lost.
[[nodiscard]] std::string precious_message(const std::string& path, FileState state,
                                           const std::string& schema_files, const std::string& command);

// The files in which a service's settings are changed: "a.yaml or b.yaml".
[[nodiscard]] std::string schema_files_of(const CompileOptions& options, const std::string& service);

// For an orphan that was edited: redisconf leaves it to the user.
[[nodiscard]] std::string edited_orphan_message(const std::string& path, const std::string& severity);

}  // namespace redisconf::compiler

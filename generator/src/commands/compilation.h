// What `generate` and `check` have in common: the whole schema is read and checked first, then one
// service after the other is rendered, so that memory does not grow with their files.
//
// Nothing is written here but the report of diagnostics.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "commands/schema_options.h"
#include "render/render.h"
#include "schema/project.h"

namespace redisconf::compiler {

struct ServiceOutput {
  std::string name;
  std::string folder;
  std::vector<GeneratedFile> files;

  [[nodiscard]] std::string path_of(const GeneratedFile& file) const;
};

struct Compilation {
  int status = 0;  // an exit status; services are rendered when it is 0
  std::unique_ptr<Project> project;
  std::vector<std::string> dependencies;  // files that were read
};

[[nodiscard]] Compilation compile(const CompileOptions& options);

// What was done with one service, and what to tell of it.
struct Outcome {
  int status = 0;
  std::string output;
  std::string errors;
};

enum class AfterFailure : std::uint8_t { stop, go_on };

// Renders each service and hands it to `handle`, on several threads at once. Prints what they tell
// in the order of the services; returns the highest status.
[[nodiscard]] int for_each_output(const CompileOptions& options, const Compilation& compilation,
                                  AfterFailure after_failure,
                                  const std::function<Outcome(const ServiceOutput&)>& handle);

// Writes the depfile and touches the stamp, where asked for. Returns an exit status.
[[nodiscard]] int write_build_files(const CompileOptions& options, const Compilation& compilation);

}  // namespace redisconf::compiler

// What `generate` and `check` have in common: the schema read, checked and rendered in memory.
//
// Nothing is written here but the report of diagnostics.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/schema_options.h"
#include "output/manifest.h"
#include "render/render.h"
#include "schema/project.h"

namespace redisconf::compiler {

struct ServiceOutput {
  std::string name;
  std::string folder;
  std::string source;  // its schema file, as generated files name it
  std::vector<GeneratedFile> files;

  [[nodiscard]] std::string path_of(std::string_view file) const;
  [[nodiscard]] std::vector<std::string_view> file_names() const;
  [[nodiscard]] Manifest manifest() const;
};

struct Compilation {
  int status = 0;  // an exit status; the rest is filled when it is 0
  std::vector<ServiceOutput> services;
  std::string root;                       // holds <name>/generated, when all services are compiled
  std::string source;                     // the shared schema, as generated files name it
  std::vector<std::string> dependencies;  // files that were read
};

[[nodiscard]] Compilation compile(const CompileOptions& options);

// Writes the depfile and touches the stamp, where asked for. Returns an exit status.
[[nodiscard]] int write_build_files(const CompileOptions& options, const Compilation& compilation);

}  // namespace redisconf::compiler

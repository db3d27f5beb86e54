// What `generate` and `check` have in common: the whole schema is read and checked first, then one
// service after the other is rendered, so that memory does not grow with their files.
//
// Nothing is written here but the report of diagnostics.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "commands/schema_options.h"
#include "output/manifest.h"
#include "output/writer.h"
#include "render/render.h"
#include "schema/project.h"

namespace redisconf::compiler {

// Where the files of a service stand.
struct ServicePlace {
  std::string name;
  std::string folder;
  std::string source;  // its schema file, as generated files name it

  [[nodiscard]] std::string path_of(std::string_view file) const;
};

struct ServiceOutput : ServicePlace {
  std::vector<GeneratedFile> files;

  [[nodiscard]] std::vector<std::string_view> file_names() const;
  [[nodiscard]] Manifest manifest() const;
};

struct Compilation {
  int status = 0;  // an exit status; the rest is of use when it is 0
  std::unique_ptr<Project> project;
  std::string root;                       // holds <name>/generated, when all services are compiled
  std::string source;                     // the shared schema, as generated files name it
  std::vector<std::string> dependencies;  // files that were read
};

[[nodiscard]] Compilation compile(const CompileOptions& options);

// Of the project's service at `index`: where it stands, and the same with its files rendered.
[[nodiscard]] ServicePlace place_of(const CompileOptions& options, const Compilation& compilation,
                                    std::size_t index);
[[nodiscard]] ServiceOutput render(const CompileOptions& options, const Compilation& compilation,
                                   std::size_t index);

// What was done with one service, and what to tell of it.
struct Outcome {
  int status = 0;
  std::string output;
  std::string errors;
};

// Tells a failed write, and takes its exit status.
void tell_write(const std::string& path, const WriteResult& result, Outcome& outcome);

enum class AfterFailure : std::uint8_t { stop, go_on };

// Calls `work` for each service, on several threads at once. Prints what they tell in the order of
// the services; returns the highest status.
[[nodiscard]] int for_each_service(const Compilation& compilation, AfterFailure after_failure,
                                   const std::function<Outcome(std::size_t index)>& work);

// Writes the depfile and touches the stamp, where asked for. Returns an exit status.
[[nodiscard]] int write_build_files(const CompileOptions& options, const Compilation& compilation);

}  // namespace redisconf::compiler

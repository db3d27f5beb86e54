#include "commands/compilation.h"

#include <filesystem>
#include <utility>

#include "commands/console.h"
#include "commands/exit_status.h"
#include "output/depfile.h"
#include "output/writer.h"
#include "render/templates.h"

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;

std::string root_of(const CompileOptions& options, const Project& project) {
  return options.output.empty() ? (fs::path(project.root) / "services").string() : options.output;
}

std::string folder_of(const CompileOptions& options, const std::string& root, const std::string& service) {
  if (!options.output.empty() && options.services.size() == 1) return options.output;
  return (fs::path(root) / service / "generated").string();
}

void add_template_faults(std::vector<TemplateFault> faults, Diagnostics& diagnostics) {
  for (TemplateFault& fault : faults) {
    Diagnostic diagnostic;
    diagnostic.id = "template";
    diagnostic.path = std::move(fault.path);
    diagnostic.message = std::move(fault.message);
    diagnostic.fix =
        "templates/README.md describes templates; without --templates the built-in ones are used";
    diagnostic.unreadable = fault.unreadable;
    diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace

std::string ServiceOutput::path_of(std::string_view file) const { return (fs::path(folder) / file).string(); }

std::vector<std::string_view> ServiceOutput::file_names() const {
  std::vector<std::string_view> names;
  for (const GeneratedFile& file : files) names.push_back(file.name);
  return names;
}

Manifest ServiceOutput::manifest() const {
  Manifest manifest;
  manifest.source = source;
  for (const GeneratedFile& file : files) manifest.add(file.name, file.content);
  return manifest;
}

Compilation compile(const CompileOptions& options) {
  Compilation compilation;
  const auto project = load_project(options.schema, options.services);
  Templates templates;
  add_template_faults(templates.load(options.templates), project->diagnostics);
  compilation.status = report_diagnostics(project->diagnostics, options.format);
  if (compilation.status != kExitOk) return compilation;
  compilation.root = root_of(options, *project);
  compilation.source = project->shared.file->label();
  for (const ResolvedService& service : project->services) {
    const std::string& name = service.service->name;
    compilation.services.push_back({name, folder_of(options, compilation.root, name),
                                    service.service->file->label(), render_all(service)});
  }
  for (const auto& file : project->files) compilation.dependencies.push_back(file->path());
  compilation.dependencies.insert(compilation.dependencies.end(), templates.paths().begin(),
                                  templates.paths().end());
  return compilation;
}

int write_build_files(const CompileOptions& options, const Compilation& compilation) {
  int status = kExitOk;
  if (!options.depfile.empty()) {
    const std::string text = depfile(options.stamp, compilation.dependencies);
    status = report_write(options.depfile, write_always(options.depfile, text));
  }
  if (status == kExitOk && !options.stamp.empty()) {
    status = report_write(options.stamp, write_always(options.stamp, ""));
  }
  return status;
}

}  // namespace redisconf::compiler

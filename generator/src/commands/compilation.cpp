#include "commands/compilation.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "commands/console.h"
#include "commands/exit_status.h"
#include "output/depfile.h"
#include "output/writer.h"
#include "parallel/in_order.h"
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

std::string ServicePlace::path_of(std::string_view file) const { return (fs::path(folder) / file).string(); }

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
  compilation.project = load_project(options.schema, options.services);
  Project& project = *compilation.project;
  Templates templates;
  add_template_faults(templates.load(options.templates), project.diagnostics);
  compilation.status = report_diagnostics(project.diagnostics, options.format);
  if (compilation.status != kExitOk) return compilation;
  compilation.root = root_of(options, project);
  compilation.source = project.shared.file->label();
  for (const auto& file : project.files) compilation.dependencies.push_back(file->path());
  compilation.dependencies.insert(compilation.dependencies.end(), templates.paths().begin(),
                                  templates.paths().end());
  return compilation;
}

ServicePlace place_of(const CompileOptions& options, const Compilation& compilation, std::size_t index) {
  const ServiceSchema& service = *compilation.project->services[index].service;
  return {service.name, folder_of(options, compilation.root, service.name), service.file->label()};
}

ServiceOutput render(const CompileOptions& options, const Compilation& compilation, std::size_t index) {
  return {place_of(options, compilation, index), render_all(compilation.project->services[index])};
}

void tell_write(const std::string& path, const WriteResult& result, Outcome& outcome) {
  if (!result.failed()) return;
  outcome.errors += write_error(path, result);
  outcome.status = std::max(outcome.status, write_status(result));
}

int for_each_service(const Compilation& compilation, AfterFailure after_failure,
                     const std::function<Outcome(std::size_t index)>& work) {
  int status = kExitOk;
  in_order(compilation.project->services.size(), work, [&](const Outcome& outcome) {
    print(outcome.output);
    if (!outcome.errors.empty()) print_error(outcome.errors);
    status = std::max(status, outcome.status);
    return status == kExitOk || after_failure == AfterFailure::go_on;
  });
  return status;
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

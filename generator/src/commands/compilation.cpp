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

std::string folder_of(const CompileOptions& options, const Project& project, const std::string& service) {
  if (options.output.empty()) return (fs::path(project.root) / "services" / service / "generated").string();
  if (options.services.size() == 1) return options.output;
  return (fs::path(options.output) / service / "generated").string();
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

std::string ServiceOutput::path_of(const GeneratedFile& file) const {
  return (fs::path(folder) / file.name).string();
}

Compilation compile(const CompileOptions& options) {
  Compilation compilation;
  compilation.project = load_project(options.schema, options.services);
  Project& project = *compilation.project;
  Templates templates;
  add_template_faults(templates.load(options.templates), project.diagnostics);
  compilation.status = report_diagnostics(project.diagnostics, options.format);
  for (const auto& file : project.files) compilation.dependencies.push_back(file->path());
  compilation.dependencies.insert(compilation.dependencies.end(), templates.paths().begin(),
                                  templates.paths().end());
  return compilation;
}

int for_each_output(const CompileOptions& options, const Compilation& compilation, AfterFailure after_failure,
                    const std::function<Outcome(const ServiceOutput&)>& handle) {
  const Project& project = *compilation.project;
  const auto work = [&](std::size_t index) {
    const ResolvedService& service = project.services[index];
    const std::string& name = service.service->name;
    return handle({name, folder_of(options, project, name), render_all(service)});
  };
  int status = kExitOk;
  in_order(project.services.size(), work, [&](const Outcome& outcome) {
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

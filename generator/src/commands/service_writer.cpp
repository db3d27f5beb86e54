#include "commands/service_writer.h"

#include <algorithm>

#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/mending.h"
#include "commands/orphans.h"
#include "output/ownership.h"

namespace redisconf::compiler {
namespace {

int refuse(const std::string& path, const Inspection& found, const ServiceOutput& service,
           const WriteRun& run) {
  if (found.state == FileState::blocked) {
    return report_write(path, {WriteStatus::cannot_create, found.fault});
  }
  if (!found.is_precious() || run.force) return kExitOk;
  print_error(precious_message(path, found.state, schema_files_of(run.options, service.name),
                               mending_command(run.options, run.program, service.name)));
  return kExitCannotCreate;
}

Durability durability_of(const CompileOptions& options) {
  return options.stamp.empty() ? Durability::cached : Durability::synced;
}

int write_manifest(const ServiceOutput& service, const Manifest& manifest, const WriteRun& run) {
  const std::string path = service.path_of(kManifestName);
  return report_write(path, write_if_changed(path, manifest.text(), durability_of(run.options)));
}

bool has_changes(const ServiceOutput& service, const Manifest& known) {
  return std::ranges::any_of(service.files, [&](const GeneratedFile& file) {
    return inspect_file(service.path_of(file.name), file.content, known).state != FileState::current;
  });
}

// Counts the files that changed.
int write_files(const ServiceOutput& service, const WriteRun& run, int& changed) {
  for (const GeneratedFile& file : service.files) {
    const std::string path = service.path_of(file.name);
    const WriteResult result = write_if_changed(path, file.content, durability_of(run.options));
    if (result.failed()) return report_write(path, result);
    if (result.status != WriteStatus::written) continue;
    ++changed;
    if (run.options.talks()) print("wrote " + path + '\n');
  }
  return kExitOk;
}

}  // namespace

int refuse_precious_files(const ServiceOutput& service, const WriteRun& run) {
  const Manifest known = load_manifest(service.folder);
  const std::string path = service.path_of(kManifestName);
  int status = refuse(path, inspect_manifest(path, service.manifest().text()), service, run);
  for (const GeneratedFile& file : service.files) {
    const std::string target = service.path_of(file.name);
    status = std::max(status, refuse(target, inspect_file(target, file.content, known), service, run));
  }
  return status;
}

int write_service(const ServiceOutput& service, const WriteRun& run) {
  remove_stale_temporaries(service.folder);
  const Manifest known = load_manifest(service.folder);
  Manifest next = service.manifest();
  if (has_changes(service, known)) {
    // Until all files are written, what stood there and what will are both ours.
    Manifest both = next;
    both.add_all(known);
    if (const int status = write_manifest(service, both, run); status != kExitOk) return status;
  }
  int changed = 0;
  if (const int status = write_files(service, run, changed); status != kExitOk) return status;
  next.add_all(remove_orphans(service.folder, known, service.file_names(), {run.force, run.options.talks()}));
  const int status = write_manifest(service, next, run);
  if (status == kExitOk && run.options.talks()) {
    print(service.name + ": " + std::to_string(service.files.size()) + " files, " + std::to_string(changed) +
          " changed\n");
  }
  return status;
}

}  // namespace redisconf::compiler

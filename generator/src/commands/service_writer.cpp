#include "commands/service_writer.h"

#include <algorithm>

#include "commands/exit_status.h"
#include "commands/mending.h"
#include "commands/orphans.h"
#include "output/ownership.h"

namespace redisconf::compiler {
namespace {

void refuse(const std::string& path, const Inspection& found, const ServiceOutput& service,
            const WriteRun& run, Outcome& outcome) {
  if (found.state == FileState::blocked) {
    tell_write(path, {WriteStatus::cannot_create, found.fault}, outcome);
  } else if (found.is_precious() && !run.force) {
    outcome.errors += precious_message(path, found.state, schema_files_of(run.options, service.name),
                                       mending_command(run.options, run.program, service.name));
    outcome.status = kExitCannotCreate;
  }
}

Durability durability_of(const CompileOptions& options) {
  return options.stamp.empty() ? Durability::cached : Durability::synced;
}

void write_manifest(const ServiceOutput& service, const Manifest& manifest, const WriteRun& run,
                    Outcome& outcome) {
  const std::string path = service.path_of(kManifestName);
  tell_write(path, write_if_changed(path, manifest.text(), durability_of(run.options)), outcome);
}

bool has_changes(const ServiceOutput& service, const Manifest& known) {
  return std::ranges::any_of(service.files, [&](const GeneratedFile& file) {
    return inspect_file(service.path_of(file.name), file.content, known).state != FileState::current;
  });
}

// Returns how many files changed.
int write_files(const ServiceOutput& service, const WriteRun& run, Outcome& outcome) {
  int changed = 0;
  for (const GeneratedFile& file : service.files) {
    const std::string path = service.path_of(file.name);
    const WriteResult result = write_if_changed(path, file.content, durability_of(run.options));
    tell_write(path, result, outcome);
    if (outcome.status != kExitOk) break;
    if (result.status != WriteStatus::written) continue;
    ++changed;
    if (run.options.talks()) outcome.output += "wrote " + path + '\n';
  }
  return changed;
}

}  // namespace

bool may_be_precious(const ServicePlace& place) {
  const Manifest known = load_manifest(place.folder);
  const auto is_ours = [&](std::string_view name) { return is_certainly_ours(place.path_of(name), known); };
  return !is_ours(kManifestName) || !std::ranges::all_of(generated_file_names(), is_ours);
}

Outcome refuse_precious_files(const ServiceOutput& service, const WriteRun& run) {
  Outcome outcome;
  const Manifest known = load_manifest(service.folder);
  const std::string path = service.path_of(kManifestName);
  refuse(path, inspect_manifest(path, service.manifest().text()), service, run, outcome);
  for (const GeneratedFile& file : service.files) {
    const std::string target = service.path_of(file.name);
    refuse(target, inspect_file(target, file.content, known), service, run, outcome);
  }
  return outcome;
}

Outcome write_service(const ServiceOutput& service, const WriteRun& run) {
  Outcome outcome;
  remove_stale_temporaries(service.folder);
  const Manifest known = load_manifest(service.folder);
  Manifest next = service.manifest();
  if (has_changes(service, known)) {
    // Until all files are written, what stood there and what will are both ours.
    Manifest both = next;
    both.add_all(known);
    write_manifest(service, both, run, outcome);
  }
  const int changed = outcome.status == kExitOk ? write_files(service, run, outcome) : 0;
  if (outcome.status != kExitOk) return outcome;
  const OrphanRemoval removal{run.force, run.options.talks()};
  next.add_all(remove_orphans(service.folder, known, service.file_names(), removal, outcome));
  write_manifest(service, next, run, outcome);
  if (outcome.status == kExitOk && run.options.talks()) {
    outcome.output += service.name + ": " + std::to_string(service.files.size()) + " files, " +
                      std::to_string(changed) + " changed\n";
  }
  return outcome;
}

}  // namespace redisconf::compiler

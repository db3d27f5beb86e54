#include "commands/orphans.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/mending.h"
#include "output/writer.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;

// How the generated files of a service name its schema file.
std::string source_of(const Compilation& compilation, const std::string& service) {
  return (fs::path(compilation.source).parent_path() / "services" / (service + ".yaml")).string();
}

bool is_real_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(fs::symlink_status(path, ignored));
}

bool is_compiled(const Compilation& compilation, const std::string& name) {
  // By name, as a project keeps them.
  const auto& services = compilation.project->services;
  const auto name_of = [](const ResolvedService& service) -> std::string_view {
    return service.service->name;
  };
  const auto found = std::ranges::lower_bound(services, std::string_view(name), {}, name_of);
  return found != services.end() && name_of(*found) == name;
}

void keep(const Manifest& from, const std::string& name, Manifest& kept) {
  kept.digests[name] = from.digests.at(name);
}

}  // namespace

std::vector<GoneService> find_gone_services(const CompileOptions& options, const Compilation& compilation) {
  std::vector<GoneService> gone;
  if (!options.services.empty()) return gone;
  std::error_code error;
  fs::directory_iterator entries(compilation.root, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const std::string name = entries->path().filename().string();
    const fs::path folder = entries->path() / "generated";
    if (!is_service_name(name) || is_compiled(compilation, name)) continue;
    if (!is_real_folder(entries->path()) || !is_real_folder(folder)) continue;
    Manifest manifest = load_manifest(folder.string());
    // Another schema may keep its services beside ours.
    if (manifest.source != source_of(compilation, name)) continue;
    gone.push_back({name, folder.string(), std::move(manifest)});
  }
  std::ranges::sort(gone, {}, &GoneService::name);
  return gone;
}

Manifest remove_orphans(const std::string& folder, const Manifest& manifest,
                        const std::vector<std::string_view>& wanted, OrphanRemoval removal,
                        Outcome& outcome) {
  Manifest kept;
  for (const Orphan& orphan : find_orphans(folder, manifest, wanted)) {
    const std::string path = (fs::path(folder) / orphan.name).string();
    if (orphan.edited && !removal.force) {
      outcome.errors += edited_orphan_message(path, "warning");
      keep(manifest, orphan.name, kept);
    } else if (::unlink(path.c_str()) != 0) {
      outcome.errors += path + ": warning: is generated no more, and can't be removed: " +
                        std::generic_category().message(errno) + "\n  fix: remove it\n";
      keep(manifest, orphan.name, kept);
    } else if (removal.talks) {
      outcome.output += "removed " + path + '\n';
    }
  }
  return kept;
}

Outcome remove_gone_service(const GoneService& gone, OrphanRemoval removal) {
  Outcome outcome;
  Manifest kept = remove_orphans(gone.folder, gone.manifest, {}, removal, outcome);
  const std::string path = (fs::path(gone.folder) / kManifestName).string();
  if (!kept.digests.empty()) {
    kept.source = gone.manifest.source;
    tell_write(path, write_if_changed(path, kept.text()), outcome);
    return outcome;
  }
  remove_stale_temporaries(gone.folder);
  ::unlink(path.c_str());
  // Neither goes while something else is in it.
  ::rmdir(gone.folder.c_str());
  ::rmdir(fs::path(gone.folder).parent_path().c_str());
  return outcome;
}

}  // namespace redisconf::compiler

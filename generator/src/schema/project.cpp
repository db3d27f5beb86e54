#include "schema/project.h"

#include <redisconf/config/suggest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "parallel/in_order.h"
#include "schema/checker.h"
#include "schema/service_reader.h"
#include "schema/shared_schema_reader.h"
#include "schema/source_loader.h"
#include "text/names.h"
#include "text/utf8.h"
#include "yaml/reader.h"

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;

// One service, read on a thread of its own.
struct LoadedService {
  std::unique_ptr<SourceFile> file;  // none: it could not be read
  std::unique_ptr<ServiceSchema> schema;
  Diagnostics diagnostics;
};

struct CheckedService {
  ResolvedService service;
  Diagnostics diagnostics;
};

class ProjectLoader {
 public:
  ProjectLoader(Project& project, const std::string& schema_path, const Drafts& drafts)
      : project_(project), schema_path_(schema_path), drafts_(drafts) {
    // Generated files name schema files from the project's root, wherever the tool was started.
    std::error_code ignored;
    const fs::path absolute = fs::absolute(schema_path, ignored).lexically_normal();
    folder_label_ = printable(absolute.parent_path().filename().string());
    project.root = root_of(fs::path(schema_path).lexically_normal());
  }

  void load(const std::vector<std::string>& names) {
    auto shared =
        load(schema_path_, label_of(fs::path(schema_path_).filename().string()), {}, project_.diagnostics);
    const std::vector<std::string> services = names.empty() ? list_services() : names;
    if (shared == nullptr) return;
    const ReadContext context{*shared, project_.diagnostics};
    const auto root = read_yaml(*shared, project_.diagnostics);
    if (root) project_.shared = read_shared_schema(context, *root);
    project_.shared.file = shared.get();
    project_.files.push_back(std::move(shared));
    load_services(services, root.has_value());
    check_identifiers();
    resolve();
  }

 private:
  static std::string root_of(const fs::path& schema_path) {
    const fs::path folder = schema_path.parent_path();
    if (folder.empty() || folder.filename() == "..") return (folder / "..").string();
    return folder.parent_path().string();
  }

  [[nodiscard]] std::string label_of(std::string_view file) const {
    return folder_label_.empty() ? std::string(file) : folder_label_ + '/' + std::string(file);
  }

  [[nodiscard]] std::unique_ptr<SourceFile> load(const std::string& path, std::string label,
                                                 const std::string& fix, Diagnostics& diagnostics) const {
    const auto draft = drafts_.find(path);
    if (draft == drafts_.end()) return load_source(path, std::move(label), fix, diagnostics).file;
    return std::make_unique<SourceFile>(path, std::move(label), draft->second);
  }

  // Names of all service files, sorted.
  std::vector<std::string> list_services() {
    const fs::path folder = fs::path(schema_path_).parent_path() / "services";
    std::vector<std::string> names;
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      take_service_file(entries->path(), names);
    }
    if (error || (names.empty() && project_.diagnostics.empty())) {
      refuse_file(project_.diagnostics, folder.string(),
                  error ? "can't be read: " + error.message() : "holds no service file",
                  "add a service: schema/services/<name>.yaml", true);
    }
    std::ranges::sort(names);
    return names;
  }

  void take_service_file(const fs::path& path, std::vector<std::string>& names) {
    const std::string name = path.stem().string();
    if (name.starts_with('.')) return;
    if (path.extension() == ".yml") {
      refuse_file(project_.diagnostics, path.string(), "would be overlooked: its name ends in .yml",
                  "rename it to " + name + ".yaml", false);
    } else if (path.extension() == ".yaml" && !is_service_name(name)) {
      refuse_file(
          project_.diagnostics, path.string(), "is not named as a service can be",
          "a lower-case letter, then lower-case letters, digits, '-' and '_', at most 63: user-events.yaml",
          false);
    } else if (path.extension() == ".yaml") {
      names.push_back(name);
    }
  }

  // For a service that was named but has no file.
  [[nodiscard]] std::string nearest_service(const std::string& name) const {
    std::vector<std::string> names;
    std::error_code error;
    fs::directory_iterator entries(fs::path(service_path(schema_path_, name)).parent_path(), error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      if (entries->path().extension() == ".yaml") names.push_back(entries->path().stem().string());
    }
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    const std::string_view nearest = nearest_name(name, candidates);
    return nearest.empty() ? "a service is declared by that file"
                           : "did you mean '" + std::string(nearest) + "'?";
  }

  // Without environments every name of one would look unknown: then files are only parsed.
  [[nodiscard]] LoadedService load_service(const std::string& name, bool shared_is_known) const {
    const std::string path = service_path(schema_path_, name);
    std::error_code ignored;
    const std::string fix = fs::exists(path, ignored) ? "" : nearest_service(name);
    LoadedService loaded;
    loaded.file = load(path, label_of("services/" + name + ".yaml"), fix, loaded.diagnostics);
    if (loaded.file == nullptr) return loaded;
    const auto root = read_yaml(*loaded.file, loaded.diagnostics);
    if (!root || !shared_is_known) return loaded;
    const ReadContext context{*loaded.file, loaded.diagnostics};
    loaded.schema = std::make_unique<ServiceSchema>(read_service(context, *root, project_.shared, name));
    return loaded;
  }

  void load_services(const std::vector<std::string>& names, bool shared_is_known) {
    const auto load = [&](std::size_t index) { return load_service(names[index], shared_is_known); };
    in_order(names.size(), load, [this](LoadedService loaded) {
      project_.diagnostics.append(std::move(loaded.diagnostics));
      if (loaded.file != nullptr) project_.files.push_back(std::move(loaded.file));
      if (loaded.schema != nullptr) project_.schemas.push_back(std::move(loaded.schema));
      return true;
    });
  }

  void check_identifiers() {
    std::map<std::string, const ServiceSchema*> known;
    for (const auto& schema : project_.schemas) {
      const auto [found, is_new] = known.try_emplace(schema->identifier, schema.get());
      if (is_new) continue;
      refuse_file(project_.diagnostics, schema->file->path(),
                  "has the same namespace as " + found->second->file->path() + ": " + schema->identifier,
                  "rename one of the two services", false);
    }
  }

  // Rules see only what was read without a fault: else they would report its consequences.
  void resolve() {
    if (project_.diagnostics.concerns(*project_.shared.file)) return;
    const Resolver resolver(project_.shared);
    std::vector<const ServiceSchema*> sound;
    for (const auto& schema : project_.schemas) {
      if (!project_.diagnostics.concerns(*schema->file)) sound.push_back(schema.get());
    }
    const auto check = [&](std::size_t index) {
      CheckedService checked{resolver.resolve(*sound[index]), {}};
      check_resolved(checked.service, checked.diagnostics);
      return checked;
    };
    in_order(sound.size(), check, [this](CheckedService checked) {
      project_.services.push_back(std::move(checked.service));
      project_.diagnostics.append(std::move(checked.diagnostics));
      return true;
    });
  }

  Project& project_;
  const std::string& schema_path_;
  const Drafts& drafts_;
  std::string folder_label_;
};

}  // namespace

std::string service_path(const std::string& schema_path, const std::string& name) {
  return (fs::path(schema_path).parent_path() / "services" / (name + ".yaml")).string();
}

std::unique_ptr<Project> load_project(const std::string& schema_path, const std::vector<std::string>& names,
                                      const Drafts& drafts) {
  auto project = std::make_unique<Project>();
  ProjectLoader(*project, schema_path, drafts).load(names);
  return project;
}

}  // namespace redisconf::compiler

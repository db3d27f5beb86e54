#include "support.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "diagnostics/formats.h"
#include "schema/yaml_text.h"

namespace redisconf::compiler::test {
namespace {

namespace fs = std::filesystem;

std::string make_folder() {
  std::string path = (fs::temp_directory_path() / "redisconf-generator-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return path;
}

void write_file(const std::string& path, std::string_view content) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

SettingType type_of(std::string_view path) {
  const SettingInfo* const setting = find_setting(path);
  return setting == nullptr ? SettingType::integer : setting->type;
}

}  // namespace

TemporaryFolder::TemporaryFolder() : path_(make_folder()) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(std::string_view file, std::string_view content) const {
  write_file(path(file), content);
  return path(file);
}

std::string TemporaryFolder::read(std::string_view file) const { return read_file(path(file)); }

bool TemporaryFolder::has(std::string_view file) const { return fs::exists(path(file)); }

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("can't read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

SchemaFolder::SchemaFolder(std::string_view shared, std::string_view service) {
  folder_.write("schema/redis.yaml", shared);
  folder_.write("schema/services/demo.yaml", service);
}

const Project& SchemaFolder::load() {
  project_ = load_project(folder_.path("schema/redis.yaml"), {"demo"});
  return *project_;
}

std::string SchemaFolder::report() {
  std::string text = format_diagnostics(load().diagnostics, false);
  const std::string prefix = folder_.path() + '/';
  for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) {
    text.erase(at, prefix.size());
  }
  return text;
}

std::string SchemaFolder::resolved(std::string_view environment, std::string_view path) {
  const Project& project = load();
  if (project.services.empty()) return report();
  for (const ResolvedEnvironment& resolved : project.services.front().environments) {
    if (resolved.environment->name != environment) continue;
    for (const ResolvedValue& value : resolved.values) {
      if (value.path != path) continue;
      return yaml_value(*value.value, type_of(path)) + " < " + std::string(value.origin());
    }
  }
  return "none";
}

std::string stored_text(const std::string& path, const std::string& current) {
  const char* const update = std::getenv("REDISCONF_UPDATE_GOLDENS");
  if (update != nullptr && std::string_view(update) == "1") write_file(path, current);
  return fs::exists(path) ? read_file(path) : "there is no file " + path;
}

}  // namespace redisconf::compiler::test

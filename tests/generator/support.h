// What the generator's tests share: private folders, files, schemas.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "schema/project.h"

namespace redisconf::compiler::test {

// A folder of its own under the system's temporary folder, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::string path(std::string_view file) const { return path_ + '/' + std::string(file); }

  // Makes missing folders too; returns the path.
  std::string write(std::string_view file, std::string_view content) const;
  [[nodiscard]] std::string read(std::string_view file) const;
  [[nodiscard]] bool has(std::string_view file) const;

 private:
  std::string path_;
};

[[nodiscard]] std::string read_file(const std::string& path);

// A small shared schema without fault: development, and production, which is strict.
inline constexpr std::string_view kSharedSchema =
    "redisconf: 1\n"
    "environments:\n"
    "  development:\n"
    "    default: true\n"
    "    connection: {host: localhost}\n"
    "  production:\n"
    "    strict: true\n"
    "    connection: {host: {env: REDIS_HOST}, password: {secret: redis-password}}\n";

inline constexpr std::string_view kService = "redisconf: 1\nservice: demo\n";

// A project on disk: schema/redis.yaml and the service demo.
class SchemaFolder {
 public:
  explicit SchemaFolder(std::string_view shared = kSharedSchema, std::string_view service = kService);

  [[nodiscard]] const TemporaryFolder& folder() const noexcept { return folder_; }

  // Reads both files.
  [[nodiscard]] const Project& load();

  // What the tool would report, with paths from the project's root.
  [[nodiscard]] std::string report();

  // The resolved value, as the schema would write it, and its origin: "500ms < catalogue".
  [[nodiscard]] std::string resolved(std::string_view environment, std::string_view path);

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Project> project_;
};

// Compares with the stored text; with REDISCONF_UPDATE_GOLDENS=1 stores it instead.
[[nodiscard]] std::string stored_text(const std::string& path, const std::string& current);

}  // namespace redisconf::compiler::test

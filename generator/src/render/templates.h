// The templates of generated files: those built into the tool, or a folder's.
//
// Thread-safety: load before expanding; expanding may run concurrently.
// Errors:        load() returns what is wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/ctemplate.h"

namespace redisconf::compiler {

// A template as cmake/embed_templates.cmake stores it.
struct EmbeddedTemplate {
  std::string_view name;  // "redis_config.h"
  std::string_view text;
};

// In the order in which files are listed and written.
[[nodiscard]] const std::vector<EmbeddedTemplate>& embedded_templates();

// Of schema files that people start with: "redis.yaml", "service.yaml".
[[nodiscard]] const std::vector<EmbeddedTemplate>& starting_templates();

struct TemplateFault {
  std::string path;
  std::string message;
  bool unreadable = false;
};

class Templates {
 public:
  // <directory>/<name>.tpl takes the place of the built-in one where it exists; "" is no folder.
  [[nodiscard]] std::vector<TemplateFault> load(const std::string& directory);

  [[nodiscard]] static std::string expand(std::string_view name, const ctemplate::TemplateDictionary& values);

  // Files that were read.
  [[nodiscard]] const std::vector<std::string>& paths() const noexcept { return paths_; }

 private:
  std::vector<std::string> paths_;
};

}  // namespace redisconf::compiler

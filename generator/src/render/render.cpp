#include "render/render.h"

#include "render/templates.h"

namespace redisconf::compiler {

std::vector<std::string_view> generated_file_names() {
  std::vector<std::string_view> names;
  for (const EmbeddedTemplate& each : embedded_templates()) names.push_back(each.name);
  return names;
}

std::vector<GeneratedFile> render_all(const ResolvedService& service) {
  std::vector<GeneratedFile> files;
  files.push_back({"redis_config.h", render_header(service)});
  files.push_back({"redis_config.cpp", render_source(service)});
  files.push_back({"effective.yaml", render_effective(service)});
  files.push_back({"env.example", render_env_example(service)});
  return files;
}

}  // namespace redisconf::compiler

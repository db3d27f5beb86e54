#include "render/render.h"

namespace redisconf::compiler {

std::vector<GeneratedFile> render_all(const ResolvedService& service) {
  std::vector<GeneratedFile> files;
  files.push_back({"redis_config.h", render_header(service)});
  files.push_back({"redis_config.cpp", render_source(service)});
  files.push_back({"effective.yaml", render_effective(service)});
  files.push_back({"env.example", render_env_example(service)});
  return files;
}

}  // namespace redisconf::compiler

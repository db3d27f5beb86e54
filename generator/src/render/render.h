// The generated files of one service, in memory.
//
// Thread-safety: may run concurrently once templates are loaded. Errors: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/resolver.h"

namespace redisconf::compiler {

struct GeneratedFile {
  std::string_view name;  // "redis_config.h"
  std::string content;
};

[[nodiscard]] std::string render_header(const ResolvedService& service);       // redis_config.h
[[nodiscard]] std::string render_source(const ResolvedService& service);       // redis_config.cpp
[[nodiscard]] std::string render_effective(const ResolvedService& service);    // effective.yaml
[[nodiscard]] std::string render_env_example(const ResolvedService& service);  // env.example

// Names of all of them, in the order in which they are written.
[[nodiscard]] std::vector<std::string_view> generated_file_names();

[[nodiscard]] std::vector<GeneratedFile> render_all(const ResolvedService& service);

}  // namespace redisconf::compiler

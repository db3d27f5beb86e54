// A whole schema: schema/redis.yaml and the services beside it, read, resolved and checked.
//
// Ownership:     owns source files and schemas; resolved services point into it.
// Thread-safety: none.
// Errors:        collected in `diagnostics`; what is broken is left out of `services`.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "schema/model.h"
#include "schema/resolver.h"

namespace redisconf::compiler {

struct Project {
  std::string root;  // folder that holds the folder of redis.yaml; "" is the current one
  std::vector<std::unique_ptr<SourceFile>> files;
  SharedSchema shared;
  std::vector<std::unique_ptr<ServiceSchema>> schemas;
  std::vector<ResolvedService> services;  // by name
  Diagnostics diagnostics;
};

// Texts that take the place of files, by path: what is to be written is checked first.
using Drafts = std::map<std::string, std::string>;

// Reads `schema_path` and the named services; all of schema/services when `names` is empty.
// Never reads another service's file than those.
[[nodiscard]] std::unique_ptr<Project> load_project(const std::string& schema_path,
                                                    const std::vector<std::string>& names,
                                                    const Drafts& drafts = {});

// schema/services/<name>.yaml beside `schema_path`.
[[nodiscard]] std::string service_path(const std::string& schema_path, const std::string& name);

}  // namespace redisconf::compiler

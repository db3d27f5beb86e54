// What a user names on the command line - a service, one of its environments, a setting - found in
// the schema, with a suggestion when it is not there.
//
// Errors: UsageError for names that do not exist; the diagnostics of a broken schema are reported.
#pragma once

#include <memory>
#include <string>

#include "commands/schema_options.h"
#include "inspect/trace.h"
#include "schema/project.h"

namespace redisconf::compiler {

// One service alone, without a fault; `status` is an exit status, and the rest valid when it is 0.
struct LoadedService {
  int status = 0;
  std::unique_ptr<Project> project;

  [[nodiscard]] const ResolvedService& service() const { return project->services.front(); }
};

[[nodiscard]] LoadedService load_one_service(const SchemaOptions& options, const std::string& name);

// Position of the environment with that name or alias.
[[nodiscard]] std::size_t find_environment(const SharedSchema& shared, const std::string& name);

// "pool.connections" or "custom.max_login_attempts"; without its group where that is clear.
[[nodiscard]] AskedSetting find_asked(const ServiceSchema& service, const std::string& path);

}  // namespace redisconf::compiler

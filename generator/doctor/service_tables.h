// A service of a schema as the tables that a generated wrapper is compiled from, but in memory: so
// that the doctor loads exactly what the wrapper would.
//
// Ownership: owns the tables and their arrays; texts are the schema's (Project), which must live as
// long. Not movable: the tables point into each other.
#pragma once

#include <redisconf/config/generated.h>
#include <redisconf/config/service_config.h>

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command_line.h"
#include "schema/resolver.h"

namespace redisconf::doctor {

class ServiceTables {
 public:
  explicit ServiceTables(const compiler::ResolvedService& resolved);
  ServiceTables(const ServiceTables&) = delete;
  ServiceTables& operator=(const ServiceTables&) = delete;

  [[nodiscard]] const generated::Schema& schema() const noexcept { return schema_; }

 private:
  void add_environment(const compiler::ResolvedEnvironment& resolved);
  void add_resources(const compiler::ServiceSchema& service);

  std::string entry_;
  std::vector<const char*> detection_variables_;
  std::vector<const char*> ignored_variables_;
  std::vector<generated::Alias> aliases_;
  std::deque<std::vector<generated::Value>> values_;  // of each environment
  std::vector<generated::Environment> environments_;
  std::vector<generated::Custom> customs_;
  std::vector<generated::Cache> caches_;
  std::vector<generated::Channel> channels_;
  std::vector<generated::Queue> queues_;
  generated::Schema schema_{};
};

// Position of the cache, queue or channel of that name, which the user typed. Throws UsageError.
template <class Declared>
[[nodiscard]] unsigned find_declared(std::span<const Declared> all, std::string_view name,
                                     std::string_view kind) {
  std::string known;
  for (unsigned at = 0; at < all.size(); ++at) {
    if (all[at].name == name) return at;
    known += (known.empty() ? " " : ", ") + std::string(all[at].name);
  }
  throw compiler::UsageError("the service has no such " + std::string(kind) + "; it has" +
                             (known.empty() ? " none" : ":" + known));
}

// Throws ConfigurationError.
class LoadedConfig : public ServiceConfig {
 public:
  LoadedConfig(const generated::Schema& schema, const Inputs& inputs) : ServiceConfig(schema, inputs) {}
};

}  // namespace redisconf::doctor

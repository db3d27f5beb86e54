// One setting of one service in one environment: every layer that says something about it, and
// which variables can change it at run time.
//
// Ownership: results point into the schemas. Thread-safety: pure. Errors: none.
#pragma once

#include <redisconf/config/catalogue.h>

#include <string>
#include <vector>

#include "schema/model.h"
#include "schema/resolver.h"

namespace redisconf::compiler {

// What one layer says.
struct Statement {
  std::string layer;  // "environments.production of schema/redis.yaml"
  const Value* value = nullptr;
  const Place* place = nullptr;  // nullptr: the catalogue
};

// What a user may ask about: a setting of the catalogue or of the service.
struct AskedSetting {
  SettingInfo info;
  bool custom = false;
  std::size_t index = 0;  // in the catalogue, or in ServiceSchema::customs
};

// Weakest first: the last one wins. Empty when nothing gives the setting a value.
[[nodiscard]] std::vector<Statement> trace(const ResolvedService& service, std::size_t environment,
                                           const AskedSetting& setting);

// How a process can change the setting.
struct RuntimeSources {
  std::vector<std::string> variables;  // strongest first; each also as NAME_FILE when it is a secret
  std::string secret_file;             // file in secrets.directory; empty: none
  bool locked = false;                 // no variable may: the environment is strict
  bool required = false;               // nothing stands in for a variable that is not set
};

[[nodiscard]] RuntimeSources runtime_sources(const ServiceSchema& service, const Environment& environment,
                                             const AskedSetting& setting, const Value* winner);

// "schema/redis.yaml:9:22", or "catalogue".
[[nodiscard]] std::string position_of(const Place* place);

}  // namespace redisconf::compiler

// A schema as it was read: typed values, each with its place, before layers are laid over each
// other. Units: durations in ms, sizes in bytes, as in the settings catalogue.
//
// Ownership: everything owns its strings; places point at source files, which live longer.
#pragma once

#include <redisconf/config/catalogue.h>
#include <redisconf/config/generated.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "text/source_file.h"

namespace redisconf::compiler {

// Where something stands in the schema.
struct Place {
  const SourceFile* file = nullptr;
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string origin;  // "schema/redis.yaml defaults.timeouts.connect"
};

struct Value {
  generated::Source source = generated::Source::literal;
  std::string text;                     // canonical literal, variable's name or secret's name
  std::optional<std::string> standard;  // of a variable: canonical value when it is unset
  std::int64_t number = 0;              // of literals, as redisconf::ParsedValue

  friend bool operator==(const Value&, const Value&) = default;
};

struct Assignment {
  std::size_t setting = 0;  // position in the catalogue
  Value value;
  Place place;
};

// Why TLS may be weaker than full verification, or why a service differs from all others.
struct Reason {
  std::string text;
  Place place;
};

// What one layer of the schema says about settings.
struct Layer {
  std::vector<Assignment> assignments;
  std::optional<Reason> because;
  std::optional<Reason> diverges;  // of services
};

struct Environment {
  std::string name;
  Place place;
  bool is_default = false;
  bool strict = false;               // after what it extends
  Place strict_place;                // where that is said; no file when nobody does
  std::vector<std::size_t> lineage;  // positions, base first, itself last
  Layer layer;
};

struct Alias {
  std::string name;
  std::string environment;
  Place place;
};

// schema/redis.yaml.
struct SharedSchema {
  const SourceFile* file = nullptr;
  std::vector<std::string> detection_variables;
  Place detection_place;  // no file when the schema does not name them
  std::vector<Alias> aliases;
  std::vector<std::string> ignored_variables;  // look like ours, and belong to somebody else
  Place ignored_place;                         // no file when the schema names none
  Layer defaults;
  std::vector<Environment> environments;
  std::optional<std::size_t> default_environment;

  // Position of the environment with that name.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const noexcept {
    for (std::size_t index = 0; index < environments.size(); ++index) {
      if (environments[index].name == name) return index;
    }
    return {};
  }
};

struct Cache {
  std::string name;
  std::string doc;
  std::int64_t time_to_live_ms = 0;  // 0: for ever
  generated::CacheFallback fallback = generated::CacheFallback::environment;
  generated::CacheOptions options;
  Place place;
};

struct Channel {
  std::string name;
  std::string doc;
  std::int64_t spool_bytes = 0;  // 0: nothing is kept
  generated::ChannelOptions options;
  std::string directory = generated::Channel{}.directory;
  Place place;
};

struct Queue {
  std::string name;
  std::string doc;
  int priorities = 1;
  int max_attempts = 3;
  std::int64_t lease_ms = 8000;
  std::int64_t retention_ms = 0;  // 0: finished jobs are not kept
  Place place;
};

struct CustomSetting {
  std::string name;
  std::string path;  // "custom.max_login_attempts"
  std::string doc;
  SettingType type = SettingType::integer;
  std::int64_t minimum = 0;
  std::int64_t maximum = 0;
  std::vector<std::string> values;  // of an enum
  std::string choices;              // the same, "a|b"
  std::string variable;             // "AUTH_MAX_LOGIN_ATTEMPTS"
  Value standard;                   // the default; without one the variable, required
  Place place;

  // As a row of the catalogue; refers to this object's strings.
  [[nodiscard]] SettingInfo info() const noexcept {
    return {.path = path,
            .type = type,
            .standard = {},
            .strict_standard = {},
            .minimum = minimum,
            .maximum = maximum,
            .choices = choices,
            .variable = variable,
            .summary = doc};
  }
};

struct CustomAssignment {
  std::size_t custom = 0;  // position in ServiceSchema::customs
  Value value;
  Place place;
};

struct ServiceEnvironment {
  std::size_t environment = 0;  // position in SharedSchema::environments
  Layer layer;
  std::vector<CustomAssignment> customs;
};

// schema/services/<name>.yaml.
struct ServiceSchema {
  const SourceFile* file = nullptr;
  Place place;                  // of its name
  std::string name;             // "user-events"
  std::string identifier;       // "user_events": its namespace
  std::string variable_prefix;  // "USER_EVENTS_"
  std::string summary;
  std::string key_prefix;
  Place key_prefix_place;  // of the service's name while the prefix follows from it
  Layer settings;
  std::vector<ServiceEnvironment> environments;
  std::vector<Cache> caches;
  std::vector<Channel> channels;
  std::vector<Queue> queues;
  std::vector<CustomSetting> customs;
};

}  // namespace redisconf::compiler

// The texts that a schema begins with. They are formatted, and say everything a service must.
//
// Thread-safety: pure.
#pragma once

#include <string>

namespace redisconf::compiler {

// What differs between a schema that starts from nothing and one that takes over what was found.
struct StartingSchema {
  std::string host_variable = "REDIS_HOST";
  std::string port_variable = "REDIS_PORT";
  std::string defaults;  // lines of YAML below `defaults:`; empty: what the field does
  std::string notes;     // comments within `production`, indented
};

// schema/redis.yaml: development, test, staging and production.
[[nodiscard]] std::string starting_shared_schema(const StartingSchema& schema = {});

// schema/services/<name>.yaml. `name` is a service's name; `summary` any text that a schema may hold.
[[nodiscard]] std::string starting_service_schema(const std::string& name, const std::string& summary);

}  // namespace redisconf::compiler

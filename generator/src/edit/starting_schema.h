// The texts that a schema begins with. They are formatted, and say everything a service must.
//
// Thread-safety: pure.
#pragma once

#include <string>

namespace redisconf::compiler {

// schema/redis.yaml: development, test, staging and production.
[[nodiscard]] std::string starting_shared_schema();

// schema/services/<name>.yaml. `name` is a service's name; `summary` any text that a schema may hold.
[[nodiscard]] std::string starting_service_schema(const std::string& name, const std::string& summary);

}  // namespace redisconf::compiler

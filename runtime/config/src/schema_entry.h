// Which line of the schema is behind a setting, as problems name it.
#pragma once

#include <string>
#include <string_view>

namespace redisconf {

struct SchemaEntry {
  std::string_view origin;       // "schema/redis.yaml defaults.timeouts.connect"; empty: no layer sets it
  std::string_view environment;  // then: "schema/redis.yaml environments.staging"
  std::string_view path;         // and "timeouts.connect"

  // Composed only when a problem needs it.
  [[nodiscard]] std::string text() const {
    if (!origin.empty()) return std::string(origin);
    return std::string(environment) + '.' + std::string(path);
  }
};

}  // namespace redisconf

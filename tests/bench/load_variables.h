// The environment of a service in production, as load_bench sets it: 60 variables, of which the
// service reads 25.
#pragma once

#include <string>

namespace redisconf::bench {

inline constexpr int kVariables = 60;
inline constexpr int kVariablesRead = 25;

// Replaces the environment of this process.
void set_production_environment();

// What the service reads of it, as a YAML mapping of strings.
[[nodiscard]] std::string production_settings_as_yaml();

}  // namespace redisconf::bench

// The members of a wrapper: one for each thing that its service declares, in schema order.
#pragma once

#include <string>
#include <vector>

#include "schema/model.h"

namespace redisconf::compiler {

struct Accessor {
  std::string type;           // "const redisconf::CacheSettings&"
  std::string name;           // "sessions_cache"
  std::string documentation;  // "One signed-in browser each. Time to live 30m, no fallback."
  std::string expression;     // "cache(0)"
};

[[nodiscard]] std::vector<Accessor> accessors_of(const ServiceSchema& service);

// "1 to 20", "csv or json"; empty for booleans and strings.
[[nodiscard]] std::string accepted_by(const CustomSetting& custom);

}  // namespace redisconf::compiler

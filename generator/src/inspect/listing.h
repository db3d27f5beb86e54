// `redisconf show`: all that one service is told in one environment.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>

#include "schema/resolver.h"

namespace redisconf::compiler {

// `environment` is a position in ResolvedService::environments.
[[nodiscard]] std::string list_as_text(const ResolvedService& service, std::size_t environment, bool colour);
[[nodiscard]] std::string list_as_json(const ResolvedService& service, std::size_t environment);
[[nodiscard]] std::string list_as_yaml(const ResolvedService& service, std::size_t environment);

}  // namespace redisconf::compiler

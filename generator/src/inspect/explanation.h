// `redisconf explain`: why a setting has its value.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>

#include "inspect/trace.h"

namespace redisconf::compiler {

struct Question {
  const ResolvedService& service;
  std::size_t environment;  // position in SharedSchema::environments
  AskedSetting setting;
};

[[nodiscard]] std::string explain_as_text(const Question& question, bool colour);
[[nodiscard]] std::string explain_as_json(const Question& question);

}  // namespace redisconf::compiler

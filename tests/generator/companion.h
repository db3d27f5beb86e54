// What the tool knows of a program that comes with it is what that says of itself.
#pragma once

#include <algorithm>

#include "commands/commands.h"
#include "completion/completion.h"
#include "support/catch.h"

namespace redisconf::compiler::test {

inline void check_companion(const CommandInfo& info) {
  const auto all = companions();
  const auto told = std::ranges::find(all, info.name, &CompanionProgram::name);
  REQUIRE(told != all.end());
  const CompletedCommand real = completed_command(info);
  const CompletedCommand completed = completed_companion(*told);
  REQUIRE(completed.options.size() == real.options.size());
  for (std::size_t at = 0; at < real.options.size(); ++at) {
    CHECK(completed.options[at].names.front() == real.options[at].names.front());
    CHECK(completed.options[at].value.kind == real.options[at].value.kind);
  }
  CHECK(completed.operands.size() == real.operands.size());
}

}  // namespace redisconf::compiler::test

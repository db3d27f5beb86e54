// The difference of two texts in the unified format of diff(1), after Myers,
// "An O(ND) Difference Algorithm and Its Variations" (1986).
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>
#include <string_view>

namespace redisconf::compiler {

struct DiffSide {
  std::string name;  // as it stands after --- or +++
  std::string_view text;
};

// Empty when the texts are equal. Three lines of context.
[[nodiscard]] std::string unified_diff(const DiffSide& before, const DiffSide& after);

}  // namespace redisconf::compiler

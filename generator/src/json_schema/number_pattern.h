// Regular expressions for ranges of numbers: JSON Schema compares texts with units only by pattern.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <cstdint>
#include <string>

namespace redisconf::compiler {

// Matches exactly the decimal numbers from `low` to `high` (0 <= low <= high), without leading
// zeros. ECMAScript syntax, in a group, not anchored.
[[nodiscard]] std::string number_pattern(std::int64_t low, std::int64_t high);

}  // namespace redisconf::compiler

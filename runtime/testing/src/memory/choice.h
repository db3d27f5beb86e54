// Random elements, as HRANDFIELD, SRANDMEMBER and ZRANDMEMBER choose them.
//
// Thread-safety: none. Errors: CommandError.
#pragma once

#include "memory/engine.h"

#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

namespace redisconf::testing::memory {

// Positions below `size`: so many different ones, or, below 0, so many of which some may be the same.
[[nodiscard]] std::vector<std::size_t> choose(Engine& engine, std::size_t size, long long count);

// COUNT; with values at most half of what a long holds.
[[nodiscard]] long long require_choice(const std::string& text);

}  // namespace redisconf::testing::memory

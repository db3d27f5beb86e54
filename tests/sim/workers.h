// Runs histories on all cores: a process each, because the world of a history is one for a whole process.
//
// Thread-safety: none. Errors: std::system_error; a process that dies counts as a broken rule.
#pragma once

#include "sim/sightings.h"

#include <array>
#include <cstdint>

namespace redisconf::sim {

// What one process, or all of them, found.
struct Findings {
  std::uint64_t histories = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  std::uint64_t dials = 0;
  std::uint64_t broken_seed = 0;   // of the first rule that was broken there
  std::array<char, 512> broken{};  // in words; empty when every rule was kept
  Sightings sightings{};
};

// From `first_seed` on; each sixteenth twice, to see that both are the same.
[[nodiscard]] Findings run_histories(std::uint64_t histories, std::uint64_t first_seed);

}  // namespace redisconf::sim

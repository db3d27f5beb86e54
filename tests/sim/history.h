// One history: a client, its callers, a server and a network, from a seed.
//
// Thread-safety: none; one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace redisconf::sim {

struct Outcome {
  std::string violation;     // empty when every rule was kept
  std::uint64_t digest = 0;  // of all that happened
  std::string trace;         // when it was asked for
  std::size_t succeeded = 0;
  std::size_t failed = 0;
  std::size_t dials = 0;
};

[[nodiscard]] Outcome run_history(std::uint64_t seed, bool with_trace);

}  // namespace redisconf::sim

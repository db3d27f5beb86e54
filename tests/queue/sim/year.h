// A year of a queue, from a seed: jobs with delays, lives and failures, schedules, and workers that die,
// stall, lose replies and their Redis, which is a real one with a clock of the simulation.
//
// Thread-safety: one year at a time in a process. Errors: std::runtime_error without a redis-server.
#pragma once

#include "queue/sim/around.h"

#include <cstdint>
#include <string>

namespace redisconf::test {

struct YearReport {
  std::string broken;  // the first promise that was; empty when all were kept
  std::size_t jobs = 0;
  std::size_t fires = 0;
  std::size_t runs = 0;
  std::size_t faults = 0;
};

[[nodiscard]] YearReport live_a_year(Around& around, std::uint64_t seed);

}  // namespace redisconf::test

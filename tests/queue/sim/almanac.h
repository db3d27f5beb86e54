// Schedules by chance, and the times that they mean, found by looking at every minute of a span: not by the
// code that the queue uses.
#pragma once

#include "queue/sim/around.h"

#include <random>
#include <set>
#include <string>
#include <vector>

namespace redisconf::test {

using Engine = std::mt19937_64;

[[nodiscard]] int roll(Engine& engine, int from, int to);  // both included

struct Rule {
  std::set<int> minutes, hours, days, months, weekdays;  // days, months, weekdays: empty means any
  std::string text;

  [[nodiscard]] bool means(SimTime minute) const;
};

// Every one of them has some time in a year with a 29th of February.
[[nodiscard]] Rule any_rule(Engine& engine);

// Whole minutes after `from`, up to `to`.
[[nodiscard]] std::vector<SimTime> times_of(const Rule& rule, SimTime from, SimTime to);

}  // namespace redisconf::test

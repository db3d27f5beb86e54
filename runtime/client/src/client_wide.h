// What all servers of one client share: its counters, its listeners, and what it may spend on
// retries. A child process goes on with what it inherited, as there is no lock in it.
#pragma once

#include "client_metrics.h"
#include "dial_gate.h"
#include "listeners.h"
#include "redisconf/client/deadline.h"
#include "retry_budget.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <utility>

namespace redisconf {

// Waits and chance; a simulation has its own. Used by many threads at once.
struct Surroundings {
  std::function<Deadline::Clock::time_point()> now;
  std::function<void(Deadline::Clock::duration)> sleep;
  std::function<double()> random;  // evenly from [0, 1)

  [[nodiscard]] static Surroundings real();
};

struct ClientWide {
  ClientWide(int retry_tokens, Surroundings with) : budget(retry_tokens), surroundings(std::move(with)) {}

  RetryBudget budget;
  std::atomic<std::chrono::milliseconds> longest_when_refused{DialGate::kLongestWhenRefused.load()};
  Listeners listeners;
  const Surroundings surroundings;
  ClientMetrics metrics;
};

}  // namespace redisconf

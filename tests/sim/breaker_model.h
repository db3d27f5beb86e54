// A second, plain form of the rules of runtime/client/src/circuit_breaker.h: a list of calls in place
// of counters. It is told what the real one is told, and says what state that must lead to.
//
// Thread-safety: none. Errors: none.
#pragma once

#include "circuit_breaker.h"
#include "redisconf/client/events.h"
#include "redisconf/config/settings.h"
#include "sim/chance.h"

#include <cstdint>
#include <vector>

namespace redisconf::sim {

class BreakerModel {
 public:
  explicit BreakerModel(const CircuitBreakerSettings& settings) : settings_(settings) {}

  void record(std::uint64_t number, BreakerEffect effect, Time now, Duration took);
  void probe_succeeded(std::uint64_t number);
  void probe_failed(std::uint64_t number, Time now);
  [[nodiscard]] CircuitBreaker::Verdict ask_for_probe(Time now);

  [[nodiscard]] CircuitState state() const noexcept { return state_; }
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

 private:
  struct Call {
    std::int64_t second;
    bool failed;
    bool slow;
  };

  [[nodiscard]] bool too_many(std::int64_t second) const;
  void open(Time now);
  void change(CircuitState state);

  const CircuitBreakerSettings settings_;
  CircuitState state_ = CircuitState::closed;
  std::uint64_t number_ = 0;
  std::vector<Call> calls_;  // under this number
  int failures_in_a_row_ = 0;
  Duration open_time_{};
  Time due_{};
};

}  // namespace redisconf::sim

// What stands beside the parts of the client that decide, and looks whether they keep their rules:
// circuit breakers (breaker_model.h), and the gates before dials. The linker puts it there (--wrap).
//
// Thread-safety: none. Errors: a Violation is kept, because the parts may not throw.
#pragma once

#include "circuit_breaker.h"
#include "dial_gate.h"
#include "sim/breaker_model.h"
#include "sim/chance.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf::sim {

class Spies {
 public:
  explicit Spies(const CircuitBreakerSettings& breaker) : breaker_(breaker) { current = this; }
  Spies(const Spies&) = delete;
  Spies& operator=(const Spies&) = delete;
  ~Spies() { current = nullptr; }

  static Spies* current;

  // Does both and compares; nobody else runs meanwhile.
  void compare(const CircuitBreaker& breaker, const std::function<void(BreakerModel&)>& model,
               const std::function<void()>& real);
  void require(bool kept, std::string_view rule);

  void dial_starts(const DialGate& gate, std::optional<DialGate::Attempt> attempt, Time now);
  void dial_succeeded(const DialGate& gate);
  void dial_failed(const DialGate& gate, DialGate::Attempt attempt, Time due);

  [[nodiscard]] const std::string& violation() const noexcept { return violation_; }

 private:
  struct Gate {
    bool failing = false;
    bool dialling = false;
    DialGate::Attempt round = 0;
    Time due{};
  };

  const CircuitBreakerSettings breaker_;
  std::map<const CircuitBreaker*, BreakerModel> models_;
  std::map<const DialGate*, Gate> gates_;
  std::string violation_;
};

}  // namespace redisconf::sim

// Threads of a program that uses the client: each makes calls of every kind, and compares what it
// gets with what it asked.
//
// Errors: Violation, through the scheduler.
#pragma once

#include "sim/ledger.h"
#include "sim/world.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace redisconf::sim {

// What callers have in common.
struct Callers {
  World& world;
  Client& client;
  Time trouble_ends{};
  Duration recovery{};  // a call succeeds so long after the trouble at the latest
  Duration longest_pause{};
  std::size_t succeeded = 0;
  std::size_t failed = 0;
  Time first_recovery = Time::max();
};

class Caller {
 public:
  explicit Caller(Callers& all) : all_(all), world_(all.world) {}

  // Calls until the trouble is over, then until it gets replies again.
  void run();

 private:
  struct Asked {
    Ledger::CallNumber number;
    std::vector<std::string> arguments;
    std::string wanted;  // the reply
  };

  [[nodiscard]] bool call();
  [[nodiscard]] Asked ask();
  [[nodiscard]] Asked ask_with(const std::string& name, bool may_retry);
  void call_once(const Asked& asked);
  void submit_and_get(const Asked& asked, Deadline deadline);
  void submit_several();
  void submit_and_drop();
  void call_together();
  void call_blocking();
  void ping();

  // Runs the calls, which end together, and sees to it that they end in time.
  [[nodiscard]] bool watch(const std::vector<Ledger::CallNumber>& calls, Time deadline,
                           const std::function<void()>& body);
  void compare(const Reply& reply, const Asked& asked) const;
  [[nodiscard]] Time by_default() const;
  [[nodiscard]] Time random_deadline();
  void recover();

  Callers& all_;
  World& world_;
  bool failed_ = false;  // a call since call() began
  ErrorCategory last_error_ = ErrorCategory::usage;
};

}  // namespace redisconf::sim

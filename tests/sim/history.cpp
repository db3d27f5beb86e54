#include "sim/history.h"

#include "client/support/trial_config.h"
#include "load.h"
#include "sim/callers.h"
#include "sim/pendings.h"
#include "sim/spies.h"
#include "sim/trouble.h"
#include "sim/world.h"

#include <redisconf/client/client.h>
#include <redisconf/config/settings.h>

#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace redisconf::sim {
namespace {

using namespace std::chrono_literals;
using test::TrialConfig;

constexpr std::size_t kConfigs = 64;

// Of the system, for each of ours: a leader looks each 20 ms whether it still has something to wait for.
constexpr std::int64_t kMostFruitlessCalls = 500;

std::string milliseconds(Chance& chance, std::uint64_t least, std::uint64_t most) {
  return std::to_string(chance.between(least, most)) + "ms";
}

// Reading settings takes longer than a history, so a few serve all.
std::unique_ptr<TrialConfig> make_config(std::uint64_t number) {
  Chance chance(number);
  Inputs inputs = test::trial_inputs("redis.sim", 6379);
  const auto set = [&](std::string_view name, const std::string& value) {
    inputs.set(("REDIS_" + std::string(name)).c_str(), value);
  };
  set("PASSWORD", std::string(Server::kPassword));
  set("TIMEOUTS_STARTUP", milliseconds(chance, 1000, 2000));
  set("TIMEOUTS_RESOLVE", milliseconds(chance, 10, 500));
  set("TIMEOUTS_CONNECT", milliseconds(chance, 10, 300));
  set("TIMEOUTS_COMMAND", milliseconds(chance, 100, 1000));
  set("TIMEOUTS_HEALTH", milliseconds(chance, 300, 800));
  set("POOL_CONNECTIONS", std::to_string(chance.between(1, 6)));
  set("RETRY_INITIAL_BACKOFF", milliseconds(chance, 5, 50));
  set("RETRY_MAX_BACKOFF", milliseconds(chance, 100, 3000));
  set("RETRY_MAX_RETRIES", std::to_string(chance.between(0, 3)));
  set("RETRY_BUDGET", std::to_string(chance.between(2, 100)));
  set("CIRCUIT_BREAKER_FAILURE_THRESHOLD", std::to_string(chance.between(2, 10)));
  set("CIRCUIT_BREAKER_FAILURE_RATE", std::to_string(chance.between(20, 100)));
  set("CIRCUIT_BREAKER_SLOW_RATE", std::to_string(chance.between(20, 100)));
  set("CIRCUIT_BREAKER_SLOW_CALL", milliseconds(chance, 60, 95));
  set("CIRCUIT_BREAKER_MINIMUM_CALLS", std::to_string(chance.between(3, 20)));
  set("CIRCUIT_BREAKER_RECOVERY_TIMEOUT", milliseconds(chance, 50, 1000));
  set("CIRCUIT_BREAKER_MAX_RECOVERY_TIMEOUT", milliseconds(chance, 1000, 5000));
  return std::make_unique<TrialConfig>(inputs);
}

const TrialConfig& some_config(Chance& chance) {
  static const auto all = [] {
    std::vector<std::unique_ptr<TrialConfig>> made;
    for (std::uint64_t number = 0; number < kConfigs; ++number) made.push_back(make_config(number));
    return made;
  }();
  return *all[chance.below(all.size())];
}

// The machine that the client looks at, with two processors: now others keep them busy, now they do not.
Chance* machine = nullptr;

std::optional<ProcessorTimes> times_of_machine() {
  static ProcessorTimes times;
  times.all += 2 * LoadGauge::kPeriod;
  times.idle += machine->below(3) == 0 ? LoadGauge::kPeriod / 4 : 2 * LoadGauge::kPeriod;
  return times;
}

class History {
 public:
  History(std::uint64_t seed, bool with_trace)
      : world_(seed, with_trace), config_(some_config(world_.chance)), spies_(config_.circuit_breaker()) {}

  Outcome run() {
    machine = &world_.chance;
    std::construct_at(&LoadGauge::of_process(), times_of_machine);
    std::construct_at(&last_company);
    Pendings::of_process() = {};
    Outcome outcome;
    try {
      world_.scheduler.spawn([this] { live(); });
      world_.scheduler.run();
      world_.scheduler.finish_events();
      check();
    } catch (const std::exception& error) {
      outcome.violation = error.what();
    }
    outcome.digest = world_.trace.digest();
    outcome.trace = world_.trace.text();
    outcome.dials = world_.network.dials();
    outcome.succeeded = succeeded_;
    outcome.failed = failed_;
    return outcome;
  }

 private:
  // The main thread of the program.
  void live() {
    Chance& chance = world_.chance;
    world_.scheduler.preemption(chance.below(2) == 0 ? 0 : chance.between(1, 200'000));
    const Time ends = world_.scheduler.now() + chance.between(Duration(50ms), Duration(1500ms));
    Trouble trouble(world_, ends);
    trouble.plan();
    world_.scheduler.at(ends, [this] { world_.calm_down(); });
    Client client = connect(config_);
    Callers callers{world_, client};
    callers.trouble_ends = ends;
    callers.recovery = longest_recovery();
    callers.longest_pause = chance.between(Duration(20ms), Duration(500ms));
    std::vector<Scheduler::ThreadNumber> threads;
    const std::uint64_t count = chance.between(1, 6);
    for (std::uint64_t i = 0; i < count; ++i) {
      threads.push_back(world_.scheduler.spawn([&callers] { Caller(callers).run(); }));
    }
    for (const auto thread : threads) world_.scheduler.join(thread);
    // Shared connections and those of a pool; one may just be dialled.
    const auto most = 2 * static_cast<std::size_t>(config_.pool().connections) + 1;
    if (world_.network.open_sockets() > most)
      throw Violation(std::to_string(world_.network.open_sockets()) + " connections are open; at most " +
                      std::to_string(most));
    succeeded_ = callers.succeeded;
    failed_ = callers.failed;
    world_.scheduler.sleep_until(std::max(ends, world_.scheduler.now()));
  }

  // The slowest way back: an open breaker, the longest pause between dials, a dial whose every stage
  // takes its whole time, and look-ups that still wait for a dead name server.
  [[nodiscard]] Duration longest_recovery() const {
    const auto& timeouts = config_.timeouts();
    const Duration dial = timeouts.resolve + timeouts.connect + 3 * timeouts.command;
    const Duration look_ups = world_.weather.silent_name_server > 0 ? 20s : 0s;
    return config_.circuit_breaker().max_recovery_timeout + config_.retry().max_backoff + 2 * dial + look_ups;
  }

  void check() const {
    if (!spies_.violation().empty()) throw Violation(spies_.violation());
    world_.ledger.balance();
    if (world_.network.open_sockets() != 0)
      throw Violation(std::to_string(world_.network.open_sockets()) + " descriptors are still open");
    if (world_.fruitless_calls > kMostFruitlessCalls * static_cast<std::int64_t>(1 + world_.ledger.calls()))
      throw Violation("threads spin: " + std::to_string(world_.fruitless_calls) +
                      " system calls moved no bytes, for " + std::to_string(world_.ledger.calls()) +
                      " calls");
    const Pendings& pendings = Pendings::of_process();
    if (pendings.taken == 0 || pendings.taken != pendings.given_back)
      throw Violation(std::to_string(pendings.taken) + " commands were begun and " +
                      std::to_string(pendings.given_back) + " freed");
    if (busy_channels != 0) throw Violation("connections count as busy after the end");
  }

  World world_;
  const TrialConfig& config_;
  Spies spies_;
  std::size_t succeeded_ = 0;
  std::size_t failed_ = 0;
};

}  // namespace

Outcome run_history(std::uint64_t seed, bool with_trace) { return History(seed, with_trace).run(); }

}  // namespace redisconf::sim

#include "resilience.h"
#include "client/support/trial_config.h"
#include "support/catch.h"

#include <array>
#include <functional>
#include <string>
#include <vector>

using redisconf::CircuitEvent;
using redisconf::CircuitState;
using redisconf::ClientListener;
using redisconf::ClientWide;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::MetricsSnapshot;
using redisconf::RedisError;
using redisconf::Reply;
using redisconf::Resilience;
using redisconf::RetryEvent;
using redisconf::Surroundings;
using redisconf::test::contains;
using redisconf::test::trial_inputs;
using redisconf::test::TrialConfig;
using namespace std::chrono_literals;

namespace {

const std::array<std::string_view, 2> kGet{"GET", "k"};
const std::array<std::string_view, 2> kIncr{"INCR", "k"};

RedisError error_of(ErrorCategory category, bool retry_safe = false, std::string code = {}) {
  RedisError::Details details;
  details.category = category;
  details.retry_safe = retry_safe;
  details.code = std::move(code);
  details.cause = "as the test wants";
  return RedisError(std::move(details));
}

// Time passes when somebody sleeps and when a call is made: a millisecond each.
class Trial {
 public:
  Trial()
      : wide(config.retry().budget, Surroundings{[this] { return now; },
                                                 [this](Deadline::Clock::duration time) {
                                                   pauses.push_back(time);
                                                   now += time;
                                                 },
                                                 [] { return 1.0; }}),
        resilience(config, wide, [this](std::uint64_t number) { probes.push_back(number); }) {}

  Reply call(std::span<const std::string_view> arguments, const std::function<Reply()>& attempt,
             bool may_block = false) {
    return resilience.run({arguments, Deadline(now + 10s), now, may_block}, [&](Resilience::Try&) {
      ++attempts;
      now += 1ms;
      return attempt();
    });
  }

  // How a call ends that fails each time.
  ErrorCategory fail(std::span<const std::string_view> arguments, const RedisError& error) {
    try {
      static_cast<void>(call(arguments, [&]() -> Reply { throw error; }));
    } catch (const RedisError& thrown) {
      last_message = thrown.what();
      return thrown.category();
    }
    FAIL("the call did not fail");
    return ErrorCategory::usage;
  }

  Resilience::TimePoint now{1h};
  std::vector<Deadline::Clock::duration> pauses;
  std::vector<std::uint64_t> probes;
  int attempts = 0;
  std::string last_message;
  TrialConfig config{trial_inputs("redis.example", 6379)};
  ClientWide wide;
  Resilience resilience;
};

class Recorder : public ClientListener {
 public:
  void circuit_changed(const CircuitEvent& event) override { states.push_back(event.after); }
  void retry_exhausted(const RetryEvent& event) override { exhausted.push_back(event); }
  std::vector<CircuitState> states;
  std::vector<RetryEvent> exhausted;
};

}  // namespace

TEST_CASE("a call that succeeds is made once and counted", "[client][resilience]") {
  Trial trial;
  CHECK(trial.call(kGet, [] { return Reply::string("v"); }).as_string() == "v");

  const MetricsSnapshot snapshot = trial.wide.metrics.snapshot();
  CHECK(trial.attempts == 1);
  REQUIRE(snapshot.operation_duration.size() == 1);
  CHECK(snapshot.operation_duration[0].operation == "GET");
  CHECK(snapshot.operation_duration[0].duration.sum_seconds == 0.001);
  CHECK(trial.wide.budget.tokens() == 100);
}

TEST_CASE("an idempotent command is tried again until it succeeds", "[client][resilience]") {
  Trial trial;
  const Reply reply = trial.call(kGet, [&]() -> Reply {
    if (trial.attempts < 3) throw error_of(ErrorCategory::closed);
    return Reply::string("v");
  });

  CHECK(reply.as_string() == "v");
  CHECK(trial.pauses == std::vector<Deadline::Clock::duration>{50ms, 100ms});
  CHECK(trial.wide.metrics.snapshot().retries == 2);
}

TEST_CASE("a command that may have run is not tried again", "[client][resilience]") {
  Trial trial;
  CHECK(trial.fail(kIncr, error_of(ErrorCategory::closed)) == ErrorCategory::closed);
  CHECK(trial.attempts == 1);
  CHECK(trial.wide.metrics.snapshot().retries_exhausted == 0);
}

TEST_CASE("when no try is left the error is final, and told", "[client][resilience]") {
  Trial trial;
  const auto recorder = std::make_shared<Recorder>();
  trial.wide.listeners.add(recorder);
  trial.fail(kGet, error_of(ErrorCategory::closed));

  CHECK(trial.attempts == 3);
  REQUIRE(recorder->exhausted.size() == 1);
  CHECK(recorder->exhausted[0].command == "GET");
  CHECK(recorder->exhausted[0].retries == 2);
}

TEST_CASE("an open circuit refuses at once, tells why, and counts it", "[client][resilience]") {
  Trial trial;
  const auto recorder = std::make_shared<Recorder>();
  trial.wide.listeners.add(recorder);
  for (int call = 0; call < 5; ++call) trial.fail(kIncr, error_of(ErrorCategory::timeout));
  const int attempts = trial.attempts;
  CHECK(trial.fail(kIncr, error_of(ErrorCategory::timeout)) == ErrorCategory::unavailable);

  CHECK(trial.attempts == attempts);
  CHECK(recorder->states == std::vector{CircuitState::open});
  CHECK_THAT(trial.last_message,
             contains("circuit breaker is open") && contains("due in 1s") && contains("as the test wants"));
  const MetricsSnapshot snapshot = trial.wide.metrics.snapshot();
  CHECK(trial.resilience.breaker().state() == CircuitState::open);
  CHECK(snapshot.circuit_transitions[1] == 1);
  CHECK(snapshot.operation_duration.back().error_type == "timeout");
  CHECK(snapshot.operation_duration.front().error_type == "circuit_open");
}

TEST_CASE("the circuit that opens ends the retries of a call, with its own error", "[client][resilience]") {
  Trial trial;
  for (int call = 0; call < 4; ++call) trial.fail(kIncr, error_of(ErrorCategory::timeout));
  CHECK(trial.fail(kGet, error_of(ErrorCategory::closed)) == ErrorCategory::closed);

  CHECK(trial.pauses.size() == 1);
  CHECK(trial.attempts == 5);
}

TEST_CASE("a probe is asked for once, and its success lets calls through", "[client][resilience]") {
  Trial trial;
  for (int call = 0; call < 5; ++call) trial.fail(kIncr, error_of(ErrorCategory::timeout));
  trial.now += 1s;
  trial.fail(kIncr, error_of(ErrorCategory::timeout));
  trial.fail(kIncr, error_of(ErrorCategory::timeout));
  REQUIRE(trial.probes.size() == 1);

  trial.resilience.breaker().probe_succeeded(trial.probes[0]);
  CHECK_NOTHROW(trial.call(kIncr, [] { return Reply::integer(1); }));
}

TEST_CASE("what the server answers never opens the circuit", "[client][resilience]") {
  Trial trial;
  for (int call = 0; call < 100; ++call)
    trial.fail(kGet, error_of(ErrorCategory::server, false, "WRONGTYPE"));

  CHECK(trial.resilience.breaker().state() == CircuitState::closed);
}

TEST_CASE("commands that block on the server are never slow", "[client][resilience]") {
  Trial trial;
  const auto slowly = [&] {
    trial.now += 300ms;
    return Reply();
  };
  for (int call = 0; call < 100; ++call) static_cast<void>(trial.call(kGet, slowly, true));
  CHECK(trial.resilience.breaker().state() == CircuitState::closed);
  for (int call = 0; call < 100; ++call) {
    if (trial.resilience.breaker().state() == CircuitState::closed)
      static_cast<void>(trial.call(kGet, slowly));
  }
  CHECK(trial.resilience.breaker().state() == CircuitState::open);
}

TEST_CASE("a call that may have run once is not safe to repeat because its last try did not leave",
          "[client][resilience]") {
  Trial trial;
  int tries = 0;
  try {
    static_cast<void>(trial.call(kGet, [&]() -> Reply {
      throw ++tries == 1 ? error_of(ErrorCategory::closed) : error_of(ErrorCategory::connect, true);
    }));
    FAIL("the call did not fail");
  } catch (const RedisError& error) {
    CHECK(error.category() == ErrorCategory::connect);
    CHECK_FALSE(error.retry_safe());
  }
}

TEST_CASE("what a call met is told, not that its next try was refused", "[client][resilience]") {
  Trial trial;
  int tries = 0;
  try {
    static_cast<void>(trial.call(kGet, [&]() -> Reply {
      throw ++tries == 1 ? error_of(ErrorCategory::connect, true)
                         : error_of(ErrorCategory::unavailable, true);
    }));
    FAIL("the call did not fail");
  } catch (const RedisError& error) {
    CHECK(error.category() == ErrorCategory::connect);
    CHECK(error.retry_safe());
  }
}

TEST_CASE("a total outage is not multiplied", "[client][resilience]") {
  Trial trial;
  int calls = 0;
  for (; calls < 2000; ++calls) {
    trial.fail(kGet, error_of(ErrorCategory::closed));
    trial.now += 10ms;
    for (const auto number : trial.probes) trial.resilience.breaker().probe_failed(number, trial.now);
    trial.probes.clear();
  }
  CHECK(trial.attempts <= calls * 1.1);
  CHECK(trial.wide.metrics.snapshot().retries <= 50);
}

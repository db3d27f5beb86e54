#include "circuit_breaker.h"
#include "support/catch.h"

#include <thread>
#include <vector>

using redisconf::BreakerEffect;
using redisconf::CircuitBreaker;
using redisconf::CircuitBreakerSettings;
using redisconf::CircuitState;
using Verdict = CircuitBreaker::Verdict;
using namespace std::chrono_literals;

namespace {

// A breaker, its clock, and what its listener heard.
class Trial {
 public:
  explicit Trial(const CircuitBreakerSettings& settings = {})
      : breaker(settings, [this](const CircuitBreaker::Change& change) { heard.push_back(change); }) {}

  // Calls that must be admitted.
  void call(BreakerEffect effect, int times = 1, std::chrono::milliseconds took = 1ms) {
    for (int count = 0; count < times; ++count) {
      const auto admission = breaker.admit(now);
      REQUIRE(admission.verdict == Verdict::admitted);
      breaker.record(admission.number, effect, now, took);
    }
  }

  // Goes on to when a probe is due and returns its number.
  std::uint64_t probe_after(std::chrono::milliseconds pause) {
    now += pause;
    const auto admission = breaker.admit(now);
    REQUIRE(admission.verdict == Verdict::probe);
    return admission.number;
  }

  void trip() { call(BreakerEffect::failure, 5); }

  CircuitBreaker::TimePoint now{1h};
  std::vector<CircuitBreaker::Change> heard;
  CircuitBreaker breaker;
};

constexpr auto success = BreakerEffect::success;
constexpr auto failure = BreakerEffect::failure;

}  // namespace

TEST_CASE("failures in a row open the breaker", "[client][circuit_breaker]") {
  Trial trial;
  trial.call(failure, 4);
  CHECK(trial.breaker.state() == CircuitState::closed);
  trial.call(failure);

  CHECK(trial.breaker.state() == CircuitState::open);
  CHECK(trial.breaker.admit(trial.now).verdict == Verdict::refused);
  CHECK(trial.breaker.refused_for(trial.now) == 1s);
}

TEST_CASE("a success between failures ends the row", "[client][circuit_breaker]") {
  Trial trial;
  trial.call(failure, 4);
  trial.call(success);
  trial.call(failure, 4);

  CHECK(trial.breaker.state() == CircuitState::closed);
}

TEST_CASE("what tells nothing neither counts nor ends the row", "[client][circuit_breaker]") {
  Trial trial;
  trial.call(failure, 4);
  trial.call(BreakerEffect::none, 100);
  trial.call(failure);

  CHECK(trial.breaker.state() == CircuitState::open);
}

TEST_CASE("half of twenty calls failing opens the breaker, less does not", "[client][circuit_breaker]") {
  Trial trial;
  for (int pair = 0; pair < 9; ++pair) {
    trial.call(success);
    trial.call(failure);
  }
  CHECK(trial.breaker.state() == CircuitState::closed);  // 18 calls
  trial.call(success);
  trial.call(failure);
  CHECK(trial.breaker.state() == CircuitState::open);

  Trial fewer;
  for (int round = 0; round < 100; ++round) {
    fewer.call(success, 3);
    fewer.call(failure, 2);
  }
  CHECK(fewer.breaker.state() == CircuitState::closed);
}

TEST_CASE("eighty percent of slow calls open the breaker", "[client][circuit_breaker]") {
  Trial trial;
  trial.call(success, 4);
  trial.call(success, 15, 250ms);
  CHECK(trial.breaker.state() == CircuitState::closed);
  trial.call(success, 1, 250ms);
  CHECK(trial.breaker.state() == CircuitState::open);  // 16 of 20

  Trial quick;
  quick.call(success, 1000, 249ms);
  CHECK(quick.breaker.state() == CircuitState::closed);
}

TEST_CASE("calls of more than ten seconds ago are forgotten", "[client][circuit_breaker]") {
  CircuitBreakerSettings settings;
  settings.failure_threshold = 1000;
  Trial trial(settings);
  trial.call(failure, 19);
  trial.now += 9s;
  trial.call(success, 1);
  trial.call(failure, 1);
  CHECK(trial.breaker.state() == CircuitState::open);  // 20 of 21

  Trial later(settings);
  later.call(failure, 19);
  later.now += 10s;
  later.call(success, 19);
  later.call(failure, 10);
  CHECK(later.breaker.state() == CircuitState::closed);  // 10 of 29
}

TEST_CASE("one caller is told to probe", "[client][circuit_breaker]") {
  Trial trial;
  trial.trip();
  trial.now += 999ms;
  CHECK(trial.breaker.admit(trial.now).verdict == Verdict::refused);
  static_cast<void>(trial.probe_after(1ms));

  CHECK(trial.breaker.state() == CircuitState::half_open);
  CHECK(trial.breaker.admit(trial.now).verdict == Verdict::refused);
}

TEST_CASE("a probe that succeeds closes the breaker and empties its window", "[client][circuit_breaker]") {
  Trial trial;
  trial.call(success, 20);
  trial.trip();
  trial.breaker.probe_succeeded(trial.probe_after(1s));
  CHECK(trial.breaker.state() == CircuitState::closed);

  trial.call(failure, 4);
  CHECK(trial.breaker.state() == CircuitState::closed);
  trial.call(failure);
  CHECK(trial.breaker.state() == CircuitState::open);
}

TEST_CASE("the open time doubles with each failed probe, and starts anew after a success",
          "[client][circuit_breaker]") {
  Trial trial;
  trial.trip();
  for (const auto open_time : {1s, 2s, 4s, 5s, 5s}) {
    CHECK(trial.breaker.refused_for(trial.now) == open_time);
    trial.breaker.probe_failed(trial.probe_after(open_time), trial.now);
    CHECK(trial.breaker.state() == CircuitState::open);
  }
  trial.breaker.probe_succeeded(trial.probe_after(5s));
  trial.trip();
  CHECK(trial.breaker.refused_for(trial.now) == 1s);
}

TEST_CASE("a probe that never reports is replaced, and its late result discarded",
          "[client][circuit_breaker]") {
  Trial trial;
  trial.trip();
  const auto lost = trial.probe_after(1s);
  const auto next = trial.probe_after(1s);

  trial.breaker.probe_succeeded(lost);
  trial.breaker.probe_failed(lost, trial.now);
  CHECK(trial.breaker.state() == CircuitState::half_open);
  trial.breaker.probe_succeeded(next);
  CHECK(trial.breaker.state() == CircuitState::closed);
  CHECK(trial.heard.size() == 3);  // a replaced probe is no change of state
}

TEST_CASE("a connection that is made while the breaker is open closes it", "[client][circuit_breaker]") {
  Trial trial;
  trial.trip();
  trial.breaker.probe_succeeded(trial.breaker.number());

  CHECK(trial.breaker.admit(trial.now).verdict == Verdict::admitted);
}

TEST_CASE("calls that began before a change are late and discarded", "[client][circuit_breaker]") {
  Trial trial;
  const auto before = trial.breaker.admit(trial.now);
  trial.trip();
  trial.breaker.probe_succeeded(trial.probe_after(1s));
  for (int call = 0; call < 100; ++call) trial.breaker.record(before.number, failure, trial.now, 1ms);

  CHECK(trial.breaker.state() == CircuitState::closed);
}

TEST_CASE("the listener hears each change once, in the order of their numbers", "[client][circuit_breaker]") {
  Trial trial;
  trial.trip();
  trial.breaker.probe_failed(trial.probe_after(1s), trial.now);
  trial.breaker.probe_succeeded(trial.probe_after(2s));

  std::vector<CircuitState> states;
  for (std::size_t index = 0; index < trial.heard.size(); ++index) {
    CHECK(trial.heard[index].number == index + 1);
    states.push_back(trial.heard[index].after);
  }
  CHECK(states == std::vector{CircuitState::open, CircuitState::half_open, CircuitState::open,
                              CircuitState::half_open, CircuitState::closed});
}

TEST_CASE("the listener may call the breaker", "[client][circuit_breaker]") {
  CircuitBreaker* inner = nullptr;
  CircuitState seen = CircuitState::closed;
  CircuitBreaker breaker({}, [&](const CircuitBreaker::Change& change) {
    inner->probe_succeeded(change.number - 1);  // late: takes the lock, changes nothing
    seen = inner->state();
  });
  inner = &breaker;
  const CircuitBreaker::TimePoint now{1h};
  for (int call = 0; call < 5; ++call) breaker.record(0, failure, now, 1ms);

  CHECK(seen == CircuitState::open);
}

TEST_CASE("many threads open the breaker once and get one probe", "[client][circuit_breaker]") {
  std::atomic<int> opened{0};
  std::atomic<int> probes{0};
  CircuitBreaker breaker({}, [&](const CircuitBreaker::Change& change) {
    if (change.after == CircuitState::open) ++opened;
  });
  const CircuitBreaker::TimePoint now{1h};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 16; ++thread) {
    threads.emplace_back([&] {
      for (int call = 0; call < 1000; ++call) {
        const auto admission = breaker.admit(now);
        if (admission.verdict == Verdict::admitted) breaker.record(admission.number, failure, now, 1ms);
      }
      for (int call = 0; call < 1000; ++call) {
        if (breaker.admit(now + 1s).verdict == Verdict::probe) ++probes;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  CHECK(opened == 1);
  CHECK(probes == 1);
}

TEST_CASE("the rate is that of all threads together", "[client][circuit_breaker]") {
  CircuitBreakerSettings settings;
  settings.failure_threshold = 1000;
  Trial trial(settings);
  for (int thread = 0; thread < 19; ++thread) {
    std::thread([&] { trial.breaker.record(0, thread % 2 == 0 ? failure : success, trial.now, 1ms); }).join();
  }
  CHECK(trial.breaker.state() == CircuitState::closed);
  trial.call(failure);
  CHECK(trial.breaker.state() == CircuitState::open);
}

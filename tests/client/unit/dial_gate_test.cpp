#include "dial_gate.h"
#include "support/catch.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <random>
#include <vector>

using redisconf::DialGate;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::RetrySettings;
using namespace std::chrono_literals;

namespace {

const DialGate::TimePoint kStart{1h};

RedisError::Details refused() {
  RedisError::Details details;
  details.cause = "connection refused";
  return details;
}

RetrySettings pauses(std::chrono::milliseconds initial, std::chrono::milliseconds longest) {
  RetrySettings retry;
  retry.initial_backoff = initial;
  retry.max_backoff = longest;
  return retry;
}

DialGate gate_with(double random) {
  return {pauses(50ms, 300ms), [random] { return random; }};
}

// Fails the next attempt, which must be due, and returns the pause after it.
std::chrono::milliseconds fail(DialGate& gate, DialGate::TimePoint now,
                               ErrorCategory category = ErrorCategory::closed) {
  const auto attempt = gate.start(now);
  REQUIRE(attempt);
  auto cause = refused();
  cause.category = category;
  gate.failed(*attempt, now, cause);
  return gate.wait(now);
}

// When each of so many clients, of which none knows of the others, comes back after an outage.
std::vector<DialGate::TimePoint> returns_after(std::chrono::milliseconds outage, std::size_t clients,
                                               ErrorCategory category) {
  std::vector<DialGate::TimePoint> times;
  std::mt19937_64 engine(19);
  for (std::size_t client = 0; client < clients; ++client) {
    DialGate gate(pauses(50ms, 3s),
                  [&engine] { return std::ldexp(static_cast<double>(engine() >> 11U), -53); });
    auto now = kStart;
    while (now < kStart + outage) now += fail(gate, now, category);
    times.push_back(now);
  }
  std::ranges::sort(times);
  return times;
}

std::size_t most_within(std::chrono::milliseconds time, const std::vector<DialGate::TimePoint>& times) {
  std::size_t most = 0;
  for (auto first = times.begin(); first != times.end(); ++first) {
    const auto end = std::lower_bound(first, times.end(), *first + time);
    most = std::max(most, static_cast<std::size_t>(end - first));
  }
  return most;
}

}  // namespace

TEST_CASE("fault 19: clients of a server that was silent for long come back spread", "[client][dial_gate]") {
  constexpr std::size_t kClients = 10'000;
  for (const auto outage : {3s, 10s, 60s}) {
    const auto times = returns_after(outage, kClients, ErrorCategory::timeout);
    CHECK(most_within(100ms, times) <= kClients / 10);
  }
}

TEST_CASE("fault 19: clients of a server that refused for long are soon back, and spread",
          "[client][dial_gate]") {
  constexpr std::size_t kClients = 10'000;
  for (const auto outage : {40s, 60s}) {
    const auto times = returns_after(outage, kClients, ErrorCategory::connect);
    CHECK(most_within(100ms, times) <= kClients / 10);
    CHECK(times[kClients * 99 / 100] <= kStart + outage + 1200ms);
  }
}

TEST_CASE("while dials succeed, any number may run at once", "[client][dial_gate]") {
  DialGate gate = gate_with(1.0);

  CHECK(gate.start(kStart));
  CHECK(gate.start(kStart));
  CHECK_FALSE(gate.last_failure());
}

TEST_CASE("the back-off doubles up to its maximum", "[client][dial_gate]") {
  DialGate gate = gate_with(1.0);
  std::vector<std::chrono::milliseconds> pauses;
  auto now = kStart;
  for (int i = 0; i < 5; ++i) {
    pauses.push_back(fail(gate, now));
    now += pauses.back();
  }

  CHECK(pauses == std::vector<std::chrono::milliseconds>{50ms, 100ms, 200ms, 300ms, 300ms});
}

TEST_CASE("jitter is full: any part of the back-off", "[client][dial_gate]") {
  DialGate none = gate_with(0.0);
  DialGate half = gate_with(0.5);

  CHECK(fail(none, kStart) == 0ms);
  CHECK(fail(half, kStart) == 25ms);
}

TEST_CASE("who must be back at once waits shortly for a server that refuses", "[client][dial_gate]") {
  const std::atomic<std::chrono::milliseconds> longest{200ms};
  DialGate gate(
      pauses(50ms, 3s), [] { return 0.5; }, longest);
  auto now = kStart;
  std::vector<std::chrono::milliseconds> refused;
  for (int i = 0; i < 4; ++i) now += refused.emplace_back(fail(gate, now, ErrorCategory::connect));
  const auto silent = fail(gate, now, ErrorCategory::timeout);

  CHECK(refused == std::vector<std::chrono::milliseconds>{25ms, 50ms, 100ms, 175ms});
  CHECK(silent > 200ms);
}

TEST_CASE("nobody dials before the next attempt is due", "[client][dial_gate]") {
  DialGate gate = gate_with(1.0);
  fail(gate, kStart);

  CHECK_FALSE(gate.start(kStart + 49ms));
  CHECK(gate.wait(kStart + 49ms) == 1ms);
  CHECK(gate.last_failure()->cause == "connection refused");
  CHECK(gate.start(kStart + 50ms));
}

TEST_CASE("after a failure one attempt at a time probes", "[client][dial_gate]") {
  DialGate gate = gate_with(1.0);
  fail(gate, kStart);
  REQUIRE(gate.start(kStart + 50ms));

  CHECK_FALSE(gate.start(kStart + 50ms));
}

TEST_CASE("attempts that ran together count as one failure", "[client][dial_gate]") {
  DialGate gate = gate_with(1.0);
  const auto first = gate.start(kStart);
  const auto second = gate.start(kStart);
  gate.failed(*first, kStart, refused());
  gate.failed(*second, kStart, refused());

  CHECK(gate.wait(kStart) == 50ms);
}

TEST_CASE("a success ends the back-off and forgets the failure", "[client][dial_gate]") {
  DialGate gate = gate_with(1.0);
  fail(gate, kStart);
  fail(gate, kStart + 50ms);
  REQUIRE(gate.start(kStart + 1s));
  gate.succeeded();

  CHECK_FALSE(gate.last_failure());
  CHECK(fail(gate, kStart + 2s) == 50ms);
}

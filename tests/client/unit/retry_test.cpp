#include "retry_policy.h"
#include "support/catch.h"

#include <array>
#include <cmath>
#include <random>

using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::RetryBudget;
using redisconf::RetryPolicy;
using redisconf::RetrySettings;
using redisconf::Stage;
using namespace std::chrono_literals;

namespace {

const Deadline::Clock::time_point kNow{1h};
const Deadline kFarAway(kNow + 1h);
const std::array<std::string_view, 2> kGet{"GET", "k"};
const std::array<std::string_view, 2> kIncr{"INCR", "k"};

RedisError::Details closed(bool not_sent) {
  RedisError::Details details;
  details.category = ErrorCategory::closed;
  details.retry_safe = not_sent;
  return details;
}

RedisError::Details error_of(ErrorCategory category, std::string code = {}) {
  RedisError::Details details;
  details.category = category;
  details.code = std::move(code);
  details.retry_safe = true;
  return details;
}

RedisError::Details reply(std::string code) {
  RedisError::Details details = error_of(ErrorCategory::server, std::move(code));
  details.retry_safe = false;
  return details;
}

bool retries(const RedisError::Details& error, std::span<const std::string_view> arguments) {
  RetryBudget budget(100);
  RetryPolicy policy({}, budget);
  return policy.next(error, arguments, kFarAway, kNow, 0.5).has_value();
}

}  // namespace

TEST_CASE("a command that was not sent, or is idempotent, is tried again", "[client][retry]") {
  CHECK(retries(closed(true), kIncr));
  CHECK(retries(closed(false), kGet));
  CHECK_FALSE(retries(closed(false), kIncr));
}

TEST_CASE("what the server refuses for now is tried again, all else that it says is final",
          "[client][retry]") {
  CHECK(retries(reply("LOADING"), kIncr));
  CHECK(retries(reply("BUSY"), kIncr));
  CHECK_FALSE(retries(reply("WRONGTYPE"), kGet));
  CHECK_FALSE(retries(reply("OOM"), kGet));
  CHECK_FALSE(retries(error_of(ErrorCategory::auth, "WRONGPASS"), kGet));
}

TEST_CASE("what ended here is not tried again", "[client][retry]") {
  CHECK_FALSE(retries(error_of(ErrorCategory::unavailable), kGet));
  CHECK_FALSE(retries(error_of(ErrorCategory::usage), kGet));
  CHECK_FALSE(retries(error_of(ErrorCategory::tls), kGet));
  CHECK_FALSE(retries(error_of(ErrorCategory::timeout), kGet));  // all connections busy
}

TEST_CASE("at most two retries, with pauses that double", "[client][retry]") {
  RetryBudget budget(100);
  RetryPolicy policy({}, budget);

  CHECK(policy.next(closed(true), kGet, kFarAway, kNow, 1.0) == 50ms);
  CHECK(policy.next(closed(true), kGet, kFarAway, kNow, 1.0) == 100ms);
  CHECK(policy.refusal() == RetryPolicy::Refusal::none);
  CHECK_FALSE(policy.next(closed(true), kGet, kFarAway, kNow, 1.0));
  CHECK(policy.refusal() == RetryPolicy::Refusal::exhausted);
  CHECK(policy.retries() == 2);
}

TEST_CASE("however long the back-off, half of the time left is for the next try", "[client][retry]") {
  redisconf::RetrySettings patient;
  patient.initial_backoff = 1h;
  patient.max_backoff = 24h;
  RetryBudget budget(100);
  RetryPolicy policy(patient, budget);

  CHECK(policy.next(closed(true), kGet, Deadline(kNow + 100ms), kNow, 1.0) == 50ms);
  CHECK(policy.next(closed(true), kGet, Deadline(kNow + 50ms), kNow, 0.5) == 12500us);
}

TEST_CASE("no retry at the deadline, and it costs nothing", "[client][retry]") {
  RetryBudget budget(100);
  RetryPolicy policy({}, budget);

  CHECK_FALSE(policy.next(closed(true), kGet, Deadline(kNow), kNow, 0.5));
  CHECK(policy.refusal() == RetryPolicy::Refusal::exhausted);
  CHECK(budget.tokens() == 100);
}

TEST_CASE("an error that is not one to retry is told apart from tries that ran out", "[client][retry]") {
  RetryBudget budget(0);
  RetryPolicy policy({}, budget);
  CHECK_FALSE(policy.next(reply("WRONGTYPE"), kGet, kFarAway, kNow, 0.5));
  CHECK(policy.refusal() == RetryPolicy::Refusal::not_retryable);
  CHECK_FALSE(policy.next(closed(true), kGet, kFarAway, kNow, 0.5));
  CHECK(policy.refusal() == RetryPolicy::Refusal::exhausted);
}

TEST_CASE("a retry costs a token and a success gives a tenth back, up to the full bucket",
          "[client][retry]") {
  RetryBudget budget(100);
  budget.succeeded();
  CHECK(budget.tokens() == 100);
  REQUIRE(budget.spend());
  CHECK(budget.tokens() == 99);
  budget.succeeded();
  CHECK(std::abs(budget.tokens() - 99.1) < 1e-9);
  for (int success = 0; success < 100; ++success) budget.succeeded();
  CHECK(budget.tokens() == 100);
}

namespace {

struct Load {
  int calls = 0;
  int attempts = 0;
};

// Calls through policy and budget; `fails` says whether the next attempt does.
template <class Fails>
Load run_calls(RetryBudget& budget, int calls, const Fails& fails) {
  Load load;
  for (; load.calls < calls; ++load.calls) {
    RetryPolicy policy({}, budget);
    for (;;) {
      ++load.attempts;
      if (!fails()) {
        budget.succeeded();
        break;
      }
      if (!policy.next(closed(true), kGet, kFarAway, kNow, 0.5)) break;
    }
  }
  return load;
}

}  // namespace

TEST_CASE("a total outage costs at most fifty extra attempts, however many calls", "[client][retry]") {
  for (const int calls : {10, 25, 500, 100000}) {
    RetryBudget budget(100);
    const Load load = run_calls(budget, calls, [] { return true; });
    CHECK(load.attempts - load.calls == std::min(50, 2 * calls));
    if (calls >= 500) CHECK(load.attempts <= load.calls * 1.1);
  }
}

TEST_CASE("whatever part fails, at most a tenth of the successes and fifty are extra", "[client][retry]") {
  std::mt19937_64 random(20240611);
  for (int percent = 0; percent <= 100; percent += 5) {
    RetryBudget budget(100);
    std::uniform_int_distribution<int> dice(1, 100);
    const Load load = run_calls(budget, 20000, [&] { return dice(random) <= percent; });
    CHECK(load.attempts - load.calls <= 50 + load.calls / 10);
  }
}

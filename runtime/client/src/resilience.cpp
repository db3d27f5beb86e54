#include "resilience.h"

#include "error_policy.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"
#include "redisconf/config/value.h"

#include <utility>

namespace redisconf {

Resilience::Resilience(const ServiceConfig& config, ClientWide& wide,
                       std::function<void(std::uint64_t number)> probe_wanted)
    : config_(config),
      retry_(config.retry()),
      wide_(wide),
      probe_wanted_(std::move(probe_wanted)),
      breaker_(config.circuit_breaker(),
               [this](const CircuitBreaker::Change& change) { circuit_changed(change); }) {}

Resilience::Try Resilience::begin(CommandId command, TimePoint now) {
  const auto admission = breaker_.admit(now);
  if (admission.verdict == CircuitBreaker::Verdict::admitted) return {command, admission.number, now};
  if (admission.verdict == CircuitBreaker::Verdict::probe) probe_wanted_(admission.number);
  wide_.metrics.failed(command, kCircuitOpen, ClientMetrics::Duration::zero());
  throw circuit_open(now);
}

void Resilience::succeeded(const Try& attempt) noexcept {
  const TimePoint now = attempt.end > attempt.start ? attempt.end : wide_.surroundings.now();
  const auto took = now - attempt.start;
  breaker_.record(attempt.number, BreakerEffect::success, now, attempt.may_block ? took.zero() : took);
  wide_.budget.succeeded();
  wide_.metrics.succeeded(attempt.command, took);
}

void Resilience::failed(const Try& attempt, const RedisError::Details& error) noexcept {
  const TimePoint now = wide_.surroundings.now();
  const auto took = now - attempt.start;
  const BreakerEffect effect = attempt.echo ? BreakerEffect::none : breaker_effect(error);
  if (effect == BreakerEffect::failure) remember(error);
  breaker_.record(attempt.number, effect, now, attempt.may_block ? took.zero() : took);
  wide_.metrics.failed(attempt.command, error_type(error), took);
}

void Resilience::dial_failed(std::uint64_t number, const RedisError::Details& error) noexcept {
  const TimePoint now = wide_.surroundings.now();
  const BreakerEffect effect = breaker_effect(error);
  if (effect == BreakerEffect::failure) remember(error);
  breaker_.record(number, effect, now, CircuitBreaker::Clock::duration::zero());
  breaker_.probe_failed(number, now);
}

bool Resilience::next_try(const Call& call, Tries& earlier, const RedisError::Details& error, Try& current) {
  if (!earlier.policy) earlier.policy.emplace(retry_, wide_.budget);
  RetryPolicy& policy = *earlier.policy;
  const auto pause = policy.next(error, call.arguments, call.deadline, wide_.surroundings.now(),
                                 wide_.surroundings.random());
  if (!pause) {
    if (policy.refusal() == RetryPolicy::Refusal::exhausted) tell_exhausted(call, policy, error);
    return false;
  }
  wide_.surroundings.sleep(*pause);
  const TimePoint now = wide_.surroundings.now();
  const auto admission = breaker_.admit(now);
  if (admission.verdict == CircuitBreaker::Verdict::probe) probe_wanted_(admission.number);
  if (admission.verdict != CircuitBreaker::Verdict::admitted) return false;
  earlier.last = error;
  earlier.may_have_run = earlier.may_have_run || (!error.retry_safe && !refused_for_now(error));
  wide_.metrics.retried();
  current.number = admission.number;
  current.start = now;
  current.echo = false;
  return true;
}

// What went wrong says more than that the next try was refused; and what may have run once is not safe
// to repeat because the last try did not leave.
void Resilience::throw_final(const Tries& earlier, const RedisError& error) {
  if (!earlier.last) throw;  // as what it is: it may say where to go
  const bool refused = error.category() == ErrorCategory::unavailable;
  RedisError::Details details = refused ? *earlier.last : error.details();
  details.retry_safe = details.retry_safe && !earlier.may_have_run;
  throw RedisError(std::move(details));
}

void Resilience::tell_exhausted(const Call& call, const RetryPolicy& policy,
                                const RedisError::Details& error) noexcept {
  wide_.metrics.retries_exhausted();
  wide_.listeners.tell(&ClientListener::retry_exhausted, [&] {
    const CommandId command = command_id(call.arguments.front());
    return RetryEvent{endpoint(config_), std::string(command_name(command)), error.cause, policy.retries()};
  });
}

void Resilience::circuit_changed(const CircuitBreaker::Change& change) noexcept {
  if (change.after == CircuitState::closed) remember({});
  wide_.metrics.circuit_changed(change.after);
  wide_.listeners.tell(&ClientListener::circuit_changed, [&] {
    return CircuitEvent{endpoint(config_), change.before, change.after, change.number};
  });
}

void Resilience::remember(const RedisError::Details& error) noexcept try {
  const std::lock_guard lock(mutex_);
  last_cause_ = error.cause;
} catch (const std::exception&) {
  // No memory: the message of an open circuit tells an older cause.
}

RedisError Resilience::circuit_open(TimePoint now) const {
  RedisError::Details details;
  details.category = ErrorCategory::unavailable;
  details.retry_safe = true;
  details.endpoint = endpoint(config_);
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(breaker_.refused_for(now));
  details.cause = "the circuit breaker is open; the next probe is due in " + format_duration(wait.count());
  const std::lock_guard lock(mutex_);
  details.cause += last_cause_.empty() ? "; answers took too long" : "; the last failure: " + last_cause_;
  return RedisError(std::move(details));
}

}  // namespace redisconf

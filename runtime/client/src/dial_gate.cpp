#include "dial_gate.h"

#include "redisconf/config/value.h"

#include <algorithm>
#include <utility>

namespace redisconf {
namespace {

constexpr std::chrono::seconds kLongestWhenRefused{1};
constexpr std::chrono::seconds kAfterRefusedIdentity{5};

}  // namespace

DialGate::DialGate(std::chrono::milliseconds initial_backoff, std::chrono::milliseconds max_backoff,
                   Random random)
    : backoff_(initial_backoff, max_backoff), random_(std::move(random)) {}

std::optional<DialGate::Attempt> DialGate::start(TimePoint now) {
  if (!last_failure_) return round_;
  if (probing_ || now < due_) return std::nullopt;
  probing_ = true;
  return round_;
}

void DialGate::succeeded() {
  ++round_;
  probing_ = false;
  backoff_.reset();
  last_failure_.reset();
}

void DialGate::failed(Attempt attempt, TimePoint now, RedisError::Details cause) {
  if (attempt != round_) return;
  ++round_;
  probing_ = false;
  due_ = now + pause_after(cause);
  last_failure_ = std::move(cause);
}

// A server that refuses costs nothing to ask again and may be back at once; one that does not know who
// we are may lock us out if we insist.
Backoff::Duration DialGate::pause_after(const RedisError::Details& cause) {
  if (cause.category == ErrorCategory::auth) return kAfterRefusedIdentity;
  const bool refused = cause.category == ErrorCategory::connect;
  return backoff_.next(random_(), refused ? kLongestWhenRefused : Backoff::Duration::max());
}

std::chrono::milliseconds DialGate::wait(TimePoint now) const noexcept {
  if (!last_failure_ || now >= due_) return std::chrono::milliseconds(0);
  return std::chrono::ceil<std::chrono::milliseconds>(due_ - now);
}

RedisError DialGate::not_due(TimePoint now) const {
  RedisError::Details details = *last_failure_;
  details.category = ErrorCategory::unavailable;
  details.retry_safe = true;
  details.cause += " (the last attempt; the next one is due in " + format_duration(wait(now).count()) + ")";
  return RedisError(std::move(details));
}

}  // namespace redisconf

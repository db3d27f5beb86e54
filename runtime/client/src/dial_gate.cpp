#include "dial_gate.h"

#include "redisconf/config/value.h"

#include <algorithm>
#include <utility>

namespace redisconf {

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
  due_ = now + backoff_.next(random_());
  last_failure_ = std::move(cause);
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

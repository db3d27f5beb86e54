#include "dial_gate.h"

#include "redisconf/config/value.h"

#include <algorithm>
#include <utility>

namespace redisconf {
namespace {

constexpr std::chrono::seconds kAfterRefusedIdentity{5};

}  // namespace

DialGate::DialGate(const RetrySettings& retry, Random random,
                   const std::atomic<std::chrono::milliseconds>& longest_when_refused)
    : backoff_(retry.initial_backoff, retry.max_backoff),
      random_(std::move(random)),
      longest_when_refused_(&longest_when_refused) {}

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

// A server that does not know who we are may lock us out if we insist. One that refuses costs nothing
// to ask again, and may be back at once: so that its clients are soon back too, and not all in the same
// moment, their pauses lie between three quarters and all of the longest, 1.24 s. (Of full jitter up to 1 s,
// a fifth would fall into the first 100 ms after the server's return.)
Backoff::Duration DialGate::pause_after(const RedisError::Details& cause) {
  if (cause.category == ErrorCategory::auth) return kAfterRefusedIdentity;
  const auto longest = longest_when_refused_->load(std::memory_order_relaxed);
  const bool long_enough = cause.category == ErrorCategory::connect && backoff_.ceiling() > longest;
  const double random = random_();
  const auto pause = backoff_.next(random);
  if (!long_enough) return pause;
  const auto part = std::chrono::duration<double>(longest) * (0.75 + 0.25 * random);
  return std::chrono::duration_cast<Backoff::Duration>(part);
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

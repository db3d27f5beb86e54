#include "retry_policy.h"

#include "command_table.h"
#include "error_policy.h"

namespace redisconf {
namespace {

// A call that was refused here (circuit open, dial not due, all connections busy) or is wrong ends
// at once: trying again would only wait where the caller could fall back.
bool reached_out(const RedisError::Details& error) noexcept {
  switch (error.category) {
    case ErrorCategory::resolve:
    case ErrorCategory::connect:
    case ErrorCategory::closed:
    case ErrorCategory::protocol:
      return true;
    case ErrorCategory::timeout:
      return error.stage != Stage::command || !error.retry_safe;
    case ErrorCategory::server:
      return refused_for_now(error);
    case ErrorCategory::tls:
    case ErrorCategory::auth:
    case ErrorCategory::unavailable:
    case ErrorCategory::usage:
      break;
  }
  return false;
}

bool may_repeat(const RedisError::Details& error, std::span<const std::string_view> arguments) noexcept {
  return error.retry_safe || refused_for_now(error) || is_idempotent(arguments);
}

}  // namespace

RetryPolicy::RetryPolicy(const RetrySettings& settings, RetryBudget& budget) noexcept
    : budget_(budget),
      most_(settings.max_retries),
      backoff_(settings.initial_backoff, settings.max_backoff) {}

std::optional<Backoff::Duration> RetryPolicy::next(const RedisError::Details& error,
                                                   std::span<const std::string_view> arguments,
                                                   Deadline deadline, Deadline::Clock::time_point now,
                                                   double random) noexcept {
  if (!reached_out(error) || !may_repeat(error, arguments)) {
    refusal_ = Refusal::not_retryable;
    return std::nullopt;
  }
  refusal_ = Refusal::exhausted;
  if (retries_ >= most_) return std::nullopt;
  // However long the back-off: half of what is left is for the next try.
  const Backoff::Duration left = deadline.at() - now;
  if (left <= Backoff::Duration::zero() || !budget_.spend()) return std::nullopt;
  const Backoff::Duration pause = backoff_.next(random, left / 2);
  ++retries_;
  refusal_ = Refusal::none;
  return pause;
}

}  // namespace redisconf

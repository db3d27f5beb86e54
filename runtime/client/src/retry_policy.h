// Whether and when one call is tried again.
//
// Only when the command certainly did not run, or may run twice (command_table.h); at most
// `retry.max_retries` times, out of the client's budget, after a pause with full jitter, and of at
// most half the time before the call's deadline.
//
// Thread-safety: none; one object a call. Errors: none. Time and randomness come from the caller.
#pragma once

#include "backoff.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/settings.h"
#include "retry_budget.h"

#include <optional>
#include <span>
#include <string_view>

namespace redisconf {

class RetryPolicy {
 public:
  RetryPolicy(const RetrySettings& settings, RetryBudget& budget) noexcept;

  enum class Refusal : std::uint8_t { none, not_retryable, exhausted };

  // The pause before the next try, or nothing; `random` lies evenly in [0, 1).
  [[nodiscard]] std::optional<Backoff::Duration> next(const RedisError::Details& error,
                                                      std::span<const std::string_view> arguments,
                                                      Deadline deadline, Deadline::Clock::time_point now,
                                                      double random) noexcept;

  // Why next() gave nothing: the error is not one to retry, or tries, budget or time have run out.
  [[nodiscard]] Refusal refusal() const noexcept { return refusal_; }
  [[nodiscard]] int retries() const noexcept { return retries_; }

 private:
  RetryBudget& budget_;
  const int most_;
  Backoff backoff_;
  int retries_ = 0;
  Refusal refusal_ = Refusal::none;
};

}  // namespace redisconf

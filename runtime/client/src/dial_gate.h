// When may the next dial start? After a failure, calls wait out a back-off that doubles, with full
// jitter, so that many processes do not come back in step; one attempt at a time then probes.
//
// Thread-safety: none; the pool's lock covers it. Time and randomness come from the caller.
#pragma once

#include "backoff.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/settings.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

namespace redisconf {

class DialGate {
 public:
  using TimePoint = Deadline::Clock::time_point;
  using Random = std::function<double()>;  // evenly from [0, 1)
  using Attempt = std::uint64_t;

  static inline const std::atomic<std::chrono::milliseconds> kLongestWhenRefused{
      std::chrono::milliseconds(1240)};

  // Pauses do not grow beyond `longest_when_refused` while a server refuses; it must outlive the gate.
  DialGate(const RetrySettings& retry, Random random,
           const std::atomic<std::chrono::milliseconds>& longest_when_refused = kLongestWhenRefused);

  // Nothing while the next attempt is not due, or while one is under way after a failure. Each
  // attempt that starts must end in succeeded() or failed().
  [[nodiscard]] std::optional<Attempt> start(TimePoint now);
  void succeeded();
  // Something else is dialled from here on: what is known of the last attempt counts no more.
  void forget() { succeeded(); }
  // Attempts that started together count as one failure.
  void failed(Attempt attempt, TimePoint now, RedisError::Details cause);

  // Of the last attempt; nothing after a success.
  [[nodiscard]] const std::optional<RedisError::Details>& last_failure() const noexcept {
    return last_failure_;
  }

  // How long start() still refuses for; 0 when due.
  [[nodiscard]] std::chrono::milliseconds wait(TimePoint now) const noexcept;

  // What a caller gets while start() refuses: the last failure, and when the next attempt is due.
  [[nodiscard]] RedisError not_due(TimePoint now) const;

 private:
  [[nodiscard]] Backoff::Duration pause_after(const RedisError::Details& cause);

  Backoff backoff_;
  Random random_;
  const std::atomic<std::chrono::milliseconds>* longest_when_refused_;
  Attempt round_ = 0;
  bool probing_ = false;
  TimePoint due_{};
  std::optional<RedisError::Details> last_failure_;
};

}  // namespace redisconf

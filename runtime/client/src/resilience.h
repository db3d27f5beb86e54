// What stands between a call and the connections of one endpoint: the circuit breaker before it,
// its outcome after it, retries between, and the metrics and events of all of that.
//
// Thread-safety: every member may run concurrently; a call that succeeds takes no lock.
// Errors: RedisError. Time and randomness come through interfaces.
#pragma once

#include "circuit_breaker.h"
#include "client_wide.h"
#include "command_table.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/service_config.h"
#include "retry_policy.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace redisconf {

// Members follow what needs what; those that threads write have cache lines of their own.
class Resilience {  // NOLINT(clang-analyzer-optin.performance.Padding)
 public:
  using TimePoint = Deadline::Clock::time_point;

  // `probe_wanted` is called once when a probe is due, with the number that its result needs; it
  // must not wait for the probe. `wide` must outlive the object.
  Resilience(const ServiceConfig& config, ClientWide& wide,
             std::function<void(std::uint64_t number)> probe_wanted);

  // One try of a call.
  struct Try {
    CommandId command;
    std::uint64_t number;  // of the breaker's state
    TimePoint start;
    bool may_block = false;  // on the server, for as long as it was told: never a slow call
    bool echo = false;       // it failed with others by one cause, which counts already
    TimePoint end{};         // when its reply was read; not set where that is not known
  };

  // Throws `unavailable` while the circuit is open. Each Try ends in succeeded() or failed().
  [[nodiscard]] Try begin(CommandId command, TimePoint now);
  void succeeded(const Try& attempt) noexcept;
  void failed(const Try& attempt, const RedisError::Details& error) noexcept;

  struct Call {
    std::span<const std::string_view> arguments;
    Deadline deadline;
    TimePoint start;
    bool may_block = false;
  };

  // Tries until there is a result or the error is final. `attempt` is given its Try.
  template <class Attempt>
  [[nodiscard]] auto run(const Call& call, const Attempt& attempt) -> std::invoke_result_t<Attempt, Try&> {
    Try current = begin(command_id(call.arguments.front()), call.start);
    current.may_block = call.may_block;
    Tries earlier;
    for (;;) {
      try {
        auto result = attempt(current);
        succeeded(current);
        return result;
      } catch (const RedisError& error) {
        failed(current, error.details());
        if (!next_try(call, earlier, error.details(), current)) throw_final(earlier, error);
      }
    }
  }

  // A dial that began under this number of the breaker, on behalf of a call or of none.
  void dial_failed(std::uint64_t number, const RedisError::Details& error) noexcept;

  [[nodiscard]] CircuitBreaker& breaker() noexcept { return breaker_; }

 private:
  // What is known of a call that failed already.
  struct Tries {
    std::optional<RetryPolicy> policy;
    std::optional<RedisError::Details> last;
    bool may_have_run = false;
  };

  // Waits, and makes `current` the next try; false when the error is final.
  [[nodiscard]] bool next_try(const Call& call, Tries& earlier, const RedisError::Details& error,
                              Try& current);
  [[noreturn]] static void throw_final(const Tries& earlier, const RedisError& error);
  void tell_exhausted(const Call& call, const RetryPolicy& policy, const RedisError::Details& error) noexcept;
  void circuit_changed(const CircuitBreaker::Change& change) noexcept;
  void remember(const RedisError::Details& error) noexcept;
  [[nodiscard]] RedisError circuit_open(TimePoint now) const;

  const ServiceConfig config_;
  const RetrySettings retry_;
  ClientWide& wide_;
  const std::function<void(std::uint64_t number)> probe_wanted_;
  CircuitBreaker breaker_;
  mutable std::mutex mutex_;
  std::string last_cause_;  // of a failure that counted; under mutex_
};

}  // namespace redisconf

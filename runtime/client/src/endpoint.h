// One server and the shared connections to it. Which one a call uses, and when one is dialled, is
// decided here; what a broken one means to other calls, how dials are paced and by whom, and which
// server is dialled, may be decided around it.
//
// Thread-safety: every member may run concurrently. Errors: RedisError.
#pragma once

#include "channel.h"
#include "dial_gate.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/service_config.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace redisconf {

class Endpoint {
 public:
  Endpoint(const ServiceConfig& config, PollingMode polling, DialGate gate);

  // One that takes commands: the thread's own, else any idle one, else the thread's own all the
  // same. While many commands are in flight: the first for all, where waiting threads may look before
  // they sleep, else the thread's own. Dials when there is none, one caller at a time; the others use what is
  // open, or wait. After a failed dial, throws `unavailable` until the next is due.
  [[nodiscard]] Channel& channel(Deadline deadline);

  [[nodiscard]] int limit() const noexcept { return static_cast<int>(slots_.size()); }
  [[nodiscard]] int open() const noexcept;
  [[nodiscard]] int idle() const noexcept;
  [[nodiscard]] std::optional<RedisError::Details> last_failure() const;

  // In a child process: closes the parent's descriptors and touches nothing else of it.
  void abandon_after_fork() noexcept;

 private:
  using Slot = std::atomic<Channel*>;

  [[nodiscard]] bool is_crowded() const noexcept;
  [[nodiscard]] bool may_look() const noexcept;
  [[nodiscard]] Channel* open_one(std::size_t slot) const noexcept;
  [[nodiscard]] Channel* any_open() const noexcept;
  [[nodiscard]] Channel& dial_or_share(std::size_t slot, Deadline deadline);
  [[nodiscard]] Channel& dial(std::unique_lock<std::mutex>& lock, std::size_t slot, DialGate::Attempt attempt,
                              Deadline deadline);
  [[nodiscard]] Channel& free_channel();
  void failed(std::unique_lock<std::mutex>& lock, DialGate::Attempt attempt, RedisError::Details cause);
  [[nodiscard]] RedisError still_dialling() const;

  const ServiceConfig config_;
  const PollingMode polling_;
  std::vector<Slot> slots_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  DialGate gate_;  // under mutex_, as those below
  bool dialling_ = false;
  std::vector<std::unique_ptr<Channel>> channels_;  // all there ever were: threads may still look at one
};

}  // namespace redisconf

// One server and the shared connections to it. Which one a call uses, and when one is dialled, is
// decided here. The first dial is its caller's; after one that failed, a thread in the background
// goes on, for ever, and calls fail at once until it is through.
//
// Thread-safety: every member may run concurrently. Errors: RedisError.
#pragma once

#include "background_dialler.h"
#include "channel.h"
#include "client_metrics.h"
#include "config_cell.h"
#include "dial_gate.h"
#include "dialler.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/errors.h"

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
  // `config` and `metrics` must outlive the object.
  Endpoint(const ConfigCell& config, ClientMetrics& metrics, Dialler dialler, PollingMode polling,
           DialGate gate);

  // One that takes commands: the thread's own, else any idle one, else the thread's own all the
  // same. While several commands are in flight, and waiting threads may look before they sleep: the
  // first, for all. While many are, and threads may not: the thread's own of the first four. Dials when there
  // is none, one caller at a time; the others use what is open, or wait. After a failed dial, throws
  // `unavailable` until the background has got through.
  [[nodiscard]] Channel& channel(Deadline deadline);

  [[nodiscard]] int limit() const noexcept { return static_cast<int>(slots_.size()); }
  [[nodiscard]] int open() const noexcept;
  [[nodiscard]] int idle() const noexcept;
  [[nodiscard]] std::optional<RedisError::Details> last_failure() const;

  // Has a new connection dialled in the background, to find out whether the server answers.
  void want_probe() noexcept;

  // The next dials may have more luck than the last one, because something else is dialled now.
  void forget_failures();

  // No connection takes new commands from here on; those in flight end as they would.
  void retire_all() noexcept;

  // In a child process: closes the parent's descriptors and touches nothing else of it.
  void abandon_after_fork() noexcept;

 private:
  using Slot = std::atomic<Channel*>;

  [[nodiscard]] std::uint32_t in_flight() const noexcept;
  [[nodiscard]] bool few_are_busy() const noexcept;
  void note_company(std::uint32_t busy) noexcept;
  [[nodiscard]] Channel& idle_or(Channel& own) const noexcept;
  [[nodiscard]] bool may_look() const noexcept;
  [[nodiscard]] Channel* open_one(std::size_t slot) const noexcept;
  [[nodiscard]] Channel* any_open() const noexcept;
  [[nodiscard]] Channel& dial_or_share(std::size_t slot, Deadline deadline);
  [[nodiscard]] Channel* dial(std::unique_lock<std::mutex>& lock, std::size_t slot, DialGate::Attempt attempt,
                              Deadline deadline);
  [[nodiscard]] std::optional<BackgroundDialler::Duration> dial_behind();
  [[nodiscard]] std::size_t free_slot() const noexcept;
  [[nodiscard]] Channel& free_channel();
  void failed(std::unique_lock<std::mutex>& lock, DialGate::Attempt attempt, RedisError::Details cause);
  [[nodiscard]] RedisError still_dialling() const;

  const ConfigCell& config_;
  ClientMetrics& metrics_;
  const Dialler dialler_;
  const PollingMode polling_;
  std::vector<Slot> slots_;
  std::atomic<bool> company_{false};  // several commands were in flight when that was last counted
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  DialGate gate_;  // under mutex_, as those below
  bool dialling_ = false;
  bool probe_wanted_ = false;
  bool background_runs_ = false;
  std::vector<std::unique_ptr<Channel>> channels_;  // all there ever were: threads may still look at one
  BackgroundDialler background_;                    // the last, so that it stops first
};

}  // namespace redisconf

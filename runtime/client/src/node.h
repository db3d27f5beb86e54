// One server as a client sees it: its shared connections, those that are lent, and what stands
// between a call and them (circuit breaker, retries, figures).
//
// Thread-safety: every member may run concurrently. Errors: RedisError.
#pragma once

#include "channel.h"
#include "client_wide.h"
#include "config_cell.h"
#include "dialler.h"
#include "endpoint.h"
#include "pool.h"
#include "redisconf/client/client.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/metrics.h"
#include "redisconf/client/reply.h"
#include "resilience.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace redisconf {

class Node {
 public:
  // `config` and `wide` must outlive the object.
  Node(const ConfigCell& config, ClientWide& wide, Dialler dialler);

  // Through a shared connection or, when it may block, one of its own.
  [[nodiscard]] Reply command(const Resilience::Call& call);

  [[nodiscard]] std::vector<Reply> execute(std::string_view encoded, std::size_t commands, Deadline deadline);

  // Queues a command that somebody will watch on the channel that comes back. Its Try began before,
  // and ends here when this throws, else in settle(), with no `pending` where the outcome says that it
  // is gone.
  [[nodiscard]] Channel& post(Pending& pending, Resilience::Try attempt, Deadline deadline);
  [[nodiscard]] Reply settle(Pending* pending, Channel& channel, Outcome outcome, Resilience::Try attempt);

  [[nodiscard]] Ping ping();

  // For a caller that looks after the connection by itself, and tells what becomes of it.
  [[nodiscard]] std::unique_ptr<Link> dial_apart(Deadline deadline) const { return dialler_(deadline); }

  [[nodiscard]] Endpoint& endpoint() noexcept { return endpoint_; }
  [[nodiscard]] const Endpoint& endpoint() const noexcept { return endpoint_; }
  [[nodiscard]] Pool& pool() noexcept { return pool_; }
  [[nodiscard]] Resilience& resilience() noexcept { return resilience_; }
  [[nodiscard]] const ServiceConfig& config() const noexcept { return config_.current(); }

  // Adds its connections to those of other servers.
  void add_connections(MetricsSnapshot& snapshot) const;

  // Who may be reached now is dialled at once.
  void forget_failures();

  // The server is another one now: it is dialled in the background, also while the circuit that the one
  // before has opened lets nobody call.
  void dial_anew();

  // No connection of now takes another command: the server is not what it was.
  void retire_all() noexcept;

  void abandon_after_fork() noexcept { endpoint_.abandon_after_fork(); }

 private:
  [[nodiscard]] std::unique_ptr<Link> dial(Deadline deadline);
  void tell_failed_dial(const RedisError::Details& error) noexcept;

  [[nodiscard]] Reply run_shared(const Resilience::Call& call, Resilience::Try& attempt);
  [[nodiscard]] Reply run_dedicated(const Resilience::Call& call, Resilience::Try& attempt);

  // Through one channel or, while it has not left, another one. Comes back with a reply.
  Channel& exchange(PendingPtr& pending, const Command& command, Deadline deadline, Resilience::Try& attempt);
  [[nodiscard]] bool try_exchange(Channel& channel, PendingPtr& pending, const Command& command,
                                  Deadline deadline, Resilience::Try& attempt, Channel::TimePoint now);
  [[nodiscard]] Channel& queue(Pending& pending, Deadline deadline);
  [[nodiscard]] bool tell_end(Channel& channel, std::string_view cause);

  const ConfigCell& config_;
  ClientWide& wide_;
  const Dialler dialler_;
  std::atomic<int> failed_dials_{0};  // in a row
  Resilience resilience_;
  Pool pool_;
  Endpoint endpoint_;  // the last, so that its thread stops first: it dials, which the pool hears of
};

}  // namespace redisconf

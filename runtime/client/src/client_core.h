// What Client, Future, Pipeline and DedicatedConnection share: the connections of a process, and how
// a command gets through one of them.
//
// Thread-safety: every member may run concurrently. Errors: RedisError.
#pragma once

#include "channel.h"
#include "endpoint.h"
#include "pool.h"
#include "redisconf/client/client.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/future.h"
#include "redisconf/client/reply.h"
#include "redisconf/config/service_config.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace redisconf {

class ClientCore : public std::enable_shared_from_this<ClientCore> {
 public:
  explicit ClientCore(const ServiceConfig& config);
  ClientCore(const ClientCore&) = delete;
  ClientCore& operator=(const ClientCore&) = delete;
  ~ClientCore();

  [[nodiscard]] const ServiceConfig& config() const noexcept { return config_; }
  [[nodiscard]] Endpoint& endpoint() { return connections().shared; }
  [[nodiscard]] Pool& pool() { return connections().dedicated; }

  [[nodiscard]] Reply command(std::span<const std::string_view> arguments);
  [[nodiscard]] Reply command(std::span<const std::string_view> arguments, Deadline deadline);
  [[nodiscard]] Future submit(std::span<const std::string_view> arguments);
  [[nodiscard]] std::vector<Reply> execute(std::string_view encoded, std::size_t commands, Deadline deadline);
  [[nodiscard]] Ping ping();

  // The reply of a future, whatever became of it.
  [[nodiscard]] Reply result(Pending& pending, std::span<const std::string_view> arguments) const;

  // Throws unless callers may share a connection for it.
  void require_shared(std::span<const std::string_view> arguments) const;

 private:
  // Of one process: a child makes its own, because the locks and sockets of these are the parent's.
  struct Connections {
    explicit Connections(const ServiceConfig& config);

    unsigned generation;
    Endpoint shared;
    Pool dedicated;
  };

  [[nodiscard]] Connections& connections();
  [[nodiscard]] Connections& renew(Connections* inherited);
  [[nodiscard]] Reply run(std::span<const std::string_view> arguments, Deadline deadline,
                          Channel::TimePoint now);
  [[nodiscard]] Reply run_dedicated(std::span<const std::string_view> arguments, Deadline deadline);

  // Through one channel or, while it has not left, another one. Comes back with a reply.
  Channel& exchange(PendingPtr& pending, const Command& command, Deadline deadline, Channel::TimePoint now);
  [[nodiscard]] bool try_exchange(Channel& channel, PendingPtr& pending, const Command& command,
                                  Deadline deadline, Channel::TimePoint now) const;
  void require_queued(Outcome outcome) const;

  const ServiceConfig config_;
  std::atomic<Connections*> connections_;
};

// Of a command that timed out.
[[noreturn]] void throw_timeout(const ServiceConfig& config, Outcome outcome);

}  // namespace redisconf

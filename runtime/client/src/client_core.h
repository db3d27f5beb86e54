// What Client, Future, Pipeline and DedicatedConnection share: the servers of a process's client, and
// what outlives them.
//
// Thread-safety: every member may run concurrently. Errors: RedisError.
#pragma once

#include "channel.h"
#include "client_wide.h"
#include "config_cell.h"
#include "node.h"
#include "redisconf/client/client.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/future.h"
#include "redisconf/client/metrics.h"
#include "redisconf/client/reply.h"
#include "redisconf/config/service_config.h"
#include "topology.h"

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

  [[nodiscard]] const ServiceConfig& config() const noexcept { return config_.current(); }
  [[nodiscard]] Topology& topology() { return *connections().topology; }
  [[nodiscard]] ClientWide& wide() noexcept { return wide_; }

  [[nodiscard]] Reply command(std::span<const std::string_view> arguments);
  [[nodiscard]] Reply command(std::span<const std::string_view> arguments, Deadline deadline);
  [[nodiscard]] Future submit(std::span<const std::string_view> arguments);
  [[nodiscard]] std::vector<Reply> execute(std::string_view encoded, std::size_t commands, Deadline deadline);

  [[nodiscard]] MetricsSnapshot metrics();
  [[nodiscard]] PoolStats pool_stats();

  // Dials from here on go by the new configuration.
  void reconfigure(const ServiceConfig& config);

  // Throws unless callers may share a connection for it.
  void require_shared(std::span<const std::string_view> arguments) const;

 private:
  // Of one process: a child makes its own, because the locks and sockets of these are the parent's.
  struct Connections {
    unsigned generation;
    std::unique_ptr<Topology> topology;
  };

  [[nodiscard]] Reply command(std::span<const std::string_view> arguments, Deadline deadline,
                              Deadline::Clock::time_point now);
  [[nodiscard]] Connections& connections();
  [[nodiscard]] Connections& renew(Connections* inherited);
  [[nodiscard]] std::unique_ptr<Connections> make_connections();

  ConfigCell config_;
  ClientWide wide_;
  std::atomic<Connections*> connections_{nullptr};
};

}  // namespace redisconf

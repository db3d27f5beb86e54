// The primary that Sentinels name, wherever it is just now, and perhaps a replica for reads.
//
// At each dial they are asked, and the server's ROLE is checked. A thread asks them four times a second too,
// so that a failover is followed by connections that are idle, or that the old primary still holds.
//
// Thread-safety: every member may run concurrently. Errors: RedisError.
#pragma once

#include "background_dialler.h"
#include "config_cell.h"
#include "sentinel_locator.h"
#include "topology.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace redisconf {

class SentinelTopology final : public Topology {
 public:
  // Both must outlive the object.
  SentinelTopology(const ConfigCell& config, ClientWide& wide);
  SentinelTopology(const SentinelTopology&) = delete;
  SentinelTopology& operator=(const SentinelTopology&) = delete;
  ~SentinelTopology() override;

  [[nodiscard]] Reply command(const Resilience::Call& call) override;
  [[nodiscard]] std::vector<Reply> execute(std::string_view encoded, std::size_t commands,
                                           Deadline deadline) override;
  [[nodiscard]] Node& node_for(std::span<const std::string_view>) override { return primary_; }
  [[nodiscard]] Node& main_node() override { return primary_; }
  [[nodiscard]] std::uint64_t place() const noexcept override { return moves_.load(); }
  void for_each(const std::function<void(Node&)>& use) override;
  void abandon_after_fork() noexcept override;

 private:
  [[nodiscard]] std::unique_ptr<Link> dial_primary(Deadline deadline);
  void look_for_guard(Link& link, const NodeAddress& primary, const ServiceConfig& config, Deadline deadline);
  [[nodiscard]] std::unique_ptr<Link> dial_replica(Deadline deadline);
  [[nodiscard]] Reply read(const Resilience::Call& call);
  [[nodiscard]] Reply command_primary(const Resilience::Call& call);
  [[nodiscard]] std::optional<BackgroundDialler::Duration> look();
  [[nodiscard]] bool follow(const NodeAddress& primary);
  [[nodiscard]] bool moved_lately();
  void demoted() noexcept;

  const ConfigCell& config_;
  ClientWide& wide_;
  SentinelLocator locator_;
  SentinelLocator watched_;  // the watch's
  ConfigCell primary_config_;
  ConfigCell replica_config_;
  std::mutex mutex_;
  std::optional<NodeAddress> known_;     // the primary of now; under mutex_
  std::vector<NodeAddress> examined_;    // by look_for_guard(); under mutex_
  Deadline::Clock::time_point moved_{};  // when known_ changed; under mutex_
  std::atomic<std::uint64_t> moves_{0};  // how often known_ changed
  std::mutex looking_;                   // held while the watch looks
  bool stopping_ = false;                // under looking_
  BackgroundDialler watch_;              // before the servers, whose dials wake it
  Node primary_;
  std::unique_ptr<Node> replica_;  // where reads may go to one
};

}  // namespace redisconf

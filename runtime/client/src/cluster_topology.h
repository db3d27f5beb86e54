// A Redis Cluster: each command goes to the node that serves the slot of its keys, and on to where that node
// sends it (redis.io/docs, cluster specification).
//
// The map of slots is asked for at the first call, after MOVED, when a node can't be reached, and now and
// then in the background: by one thread at a time, ten times a second at most.
//
// Thread-safety: every member may run concurrently; a call that finds its slot takes no lock here.
// Errors: RedisError; `usage` for keys in several slots.
#pragma once

#include "background_dialler.h"
#include "cluster_map.h"
#include "command_keys.h"
#include "redirected_error.h"
#include "timed_mutex.h"
#include "topology.h"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>

namespace redisconf {

class ClusterTopology final : public Topology {
 public:
  static constexpr int kMostRedirections = 5;

  // Both must outlive the object.
  ClusterTopology(const ConfigCell& config, ClientWide& wide);

  [[nodiscard]] Reply command(const Resilience::Call& call) override;
  [[nodiscard]] std::vector<Reply> execute(std::string_view encoded, std::size_t commands,
                                           Deadline deadline) override;
  [[nodiscard]] Node& node_for(std::span<const std::string_view> arguments) override;
  [[nodiscard]] Node& main_node() override { return map_.main(); }
  [[nodiscard]] bool by_key() const noexcept override { return true; }
  void for_each(const std::function<void(Node&)>& use) override;
  void abandon_after_fork() noexcept override;

 private:
  // What the next try of a call goes to.
  struct Target {
    Node* node = nullptr;
    bool asking = false;
  };

  // Throws where the keys are in several slots.
  [[nodiscard]] std::optional<std::uint16_t> slot_for(std::span<const std::string_view> arguments) const;
  [[nodiscard]] Node& primary_of(std::optional<std::uint16_t> slot) const noexcept;
  void require_map(Deadline deadline);

  [[nodiscard]] Reply follow(const Resilience::Call& call, std::optional<std::uint16_t> slot, Target target);
  [[nodiscard]] Target redirected(const RedirectedError& error, const Node& from,
                                  const Resilience::Call& call, int hop);
  [[nodiscard]] Target another(const RedisError& error, std::optional<std::uint16_t> slot, const Node& from,
                               const Resilience::Call& call, int hop);
  [[nodiscard]] bool pause(Deadline deadline, int hop) const;
  [[nodiscard]] static Reply ask(Node& node, const Resilience::Call& call);
  // One command of a batch, on to where it belongs; an error reply comes back as such.
  [[nodiscard]] Reply again(std::string_view encoded, Deadline deadline);

  // Whether the map is a new one now; false also when it was asked for just before, or by somebody else.
  bool refresh(Deadline deadline);
  [[nodiscard]] bool refresh_from(Node& node, Deadline deadline);
  [[nodiscard]] std::optional<BackgroundDialler::Duration> refresh_behind();

  const ConfigCell& config_;
  ClientWide& wide_;
  ClusterMap map_;
  std::atomic<bool> known_{false};
  TimedMutex refreshing_;
  Deadline::Clock::time_point refreshed_{};  // when it was last tried; under refreshing_, as the next
  std::optional<RedisError::Details> trouble_;
  BackgroundDialler refresher_;  // the last, so that it stops first
};

}  // namespace redisconf

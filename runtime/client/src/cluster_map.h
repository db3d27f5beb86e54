// The nodes of a cluster, and which of them serves each slot.
//
// A look-up is one atomic read. Nodes live as long as the object, because a caller may hold one that has
// just left the cluster; such a node has no connections any more.
//
// Thread-safety: every member may run concurrently. Errors: none.
#pragma once

#include "cluster_slots.h"
#include "config_cell.h"
#include "node.h"
#include "redisconf/client/key_slot.h"
#include "redisconf/config/nodes.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace redisconf {

class ClusterMap {
 public:
  // Both must outlive the object. The seed is the node that the configuration names.
  ClusterMap(const ConfigCell& config, ClientWide& wide);

  // Null where nobody is known to serve the slot.
  [[nodiscard]] Node* primary(std::uint16_t slot) const noexcept {
    return primaries_[slot].load(std::memory_order_acquire);
  }
  [[nodiscard]] Node* replica(std::uint16_t slot) const noexcept {
    return replicas_[slot].load(std::memory_order_acquire);
  }
  // For commands without a key: a primary, the same as long as it is one.
  [[nodiscard]] Node& main() const noexcept { return *main_.load(std::memory_order_acquire); }

  // How often main() has changed since the nodes are known.
  [[nodiscard]] std::uint64_t moves() const noexcept { return moves_.load(std::memory_order_acquire); }

  // Made when it is not known yet.
  [[nodiscard]] Node& at(const NodeAddress& address);

  void move(std::uint16_t slot, Node& primary) noexcept;

  // Replaces all: nodes that are not named lose their connections.
  void replace(const std::vector<SlotRange>& ranges);

  // All that were ever seen; those with connections first.
  [[nodiscard]] std::vector<Node*> nodes();

  // No lock: a thread that held it does not exist in a child process.
  void abandon_after_fork() noexcept {
    for (const auto& [address, each] : members_) each->node.abandon_after_fork();
  }

 private:
  struct Member {
    Member(const ConfigCell& client, ClientWide& wide, const NodeAddress& address);

    ConfigCell config;
    Node node;
    bool named = true;  // by the last CLUSTER SLOTS
  };

  [[nodiscard]] Member& member(const NodeAddress& address);
  void assign(const SlotRange& range);

  const ConfigCell& config_;
  ClientWide& wide_;
  std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::unique_ptr<Member>> members_;  // under mutex_
  std::atomic<Node*> main_{nullptr};
  std::atomic<std::uint64_t> moves_{0};
  bool known_ = false;  // under mutex_
  std::array<std::atomic<Node*>, kSlots> primaries_{};
  std::array<std::atomic<Node*>, kSlots> replicas_{};
};

}  // namespace redisconf

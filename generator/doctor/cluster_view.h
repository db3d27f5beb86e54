// What a node of a cluster says of all nodes: CLUSTER NODES (redis.io/commands/cluster-nodes).
#pragma once

#include <redisconf/client/reply.h>
#include <redisconf/config/nodes.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report.h"
#include "server_info.h"

namespace redisconf::doctor {

inline constexpr int kSlots = 16384;

using SlotRanges = std::vector<std::pair<int, int>>;  // first and last, in order

struct ClusterNode {
  std::string id;
  NodeAddress address;
  std::string flags;   // "myself,master", "slave", "master,fail"
  std::string master;  // the id of its master; "-" when it is one
  long long epoch = 0;
  SlotRanges slots;
  int moving = 0;  // slots that it gives away or takes over just now

  [[nodiscard]] bool is(std::string_view flag) const;
  [[nodiscard]] bool serves() const { return is("master") && !slots.empty(); }
  [[nodiscard]] bool failed() const { return is("fail"); }
};

// One node's view of all.
struct ClusterView {
  std::string teller;  // "redis.example:6379"
  std::vector<ClusterNode> nodes;
};

// Lines that are not of that form are left out; `asked` is the host that answered: a node that does not know
// its own address means it.
[[nodiscard]] std::vector<ClusterNode> parse_cluster_nodes(std::string_view text, std::string_view asked);

// Clients go by what CLUSTER SLOTS says, which may be names, and the port for TLS.
void take_addresses_of_clients(std::vector<ClusterNode>& nodes, const Reply& cluster_slots,
                               std::string_view asked);

[[nodiscard]] std::string text_of(const SlotRanges& ranges);

// Each as a check.
[[nodiscard]] Check check_state(const ServerInfo& cluster_info);
[[nodiscard]] Check check_slots(const std::vector<ClusterNode>& nodes);
[[nodiscard]] Check check_moves(const std::vector<ClusterNode>& nodes);
[[nodiscard]] Check check_members(const std::vector<ClusterNode>& nodes);
[[nodiscard]] Check check_replica_counts(const std::vector<ClusterNode>& nodes, bool only_caches);
[[nodiscard]] Check check_epochs(const std::vector<ClusterNode>& nodes);
[[nodiscard]] Check check_views(const std::vector<ClusterView>& views);

}  // namespace redisconf::doctor

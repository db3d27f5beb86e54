// Judges what CLUSTER NODES and CLUSTER INFO say.
#include "cluster_view.h"

#include <algorithm>
#include <array>
#include <map>

#include "asking.h"

namespace redisconf::doctor {
namespace {

int size_of(const SlotRanges& ranges) {
  int size = 0;
  for (const auto& [first, last] : ranges) size += last - first + 1;
  return size;
}

std::string slots_text(int count) { return std::to_string(count) + (count == 1 ? " slot" : " slots"); }

SlotRanges unserved(const std::vector<ClusterNode>& nodes) {
  std::array<bool, kSlots> served{};
  for (const ClusterNode& node : nodes) {
    for (const auto& [first, last] : node.slots)
      std::fill(served.begin() + first, served.begin() + last + 1, true);
  }
  SlotRanges missing;
  for (int slot = 0; slot < kSlots; ++slot) {
    if (served.at(static_cast<std::size_t>(slot))) continue;
    if (missing.empty() || missing.back().second != slot - 1) missing.emplace_back(slot, slot);
    missing.back().second = slot;
  }
  return missing;
}

std::string list_of(const std::vector<const ClusterNode*>& nodes) {
  std::string text;
  for (const ClusterNode* const node : nodes) text += (text.empty() ? "" : ", ") + text_of(node->address);
  return text;
}

// Who serves what, as one text; equal for nodes that agree.
std::map<std::string, std::string> layout(const std::vector<ClusterNode>& nodes) {
  std::map<std::string, std::string> all;
  for (const ClusterNode& node : nodes) {
    if (!node.serves()) continue;
    std::string& text = all[node.id];
    text = "epoch " + std::to_string(node.epoch) + ", slots";
    for (const auto& [first, last] : node.slots)
      text += ' ' + std::to_string(first) + '-' + std::to_string(last);
  }
  return all;
}

}  // namespace

Check check_state(const ServerInfo& cluster_info) {
  const std::string state = cluster_info.get("cluster_state");
  if (state == "ok") return check_of("state", Status::ok, "cluster_state is ok");
  if (state.empty()) return check_of("state", Status::skipped, "the server does not tell");
  return check_of("state", Status::failed,
                  "cluster_state is " + state + ": commands are refused (CLUSTERDOWN)",
                  "see the slots and members below; a minority that was cut off refuses too");
}

Check check_slots(const std::vector<ClusterNode>& nodes) {
  const SlotRanges missing = unserved(nodes);
  std::string detail =
      std::to_string(kSlots - size_of(missing)) + " of " + std::to_string(kSlots) + " are covered";
  std::string fix;
  if (!missing.empty()) {
    detail += "\nserved by nobody: " + text_of(missing);
    fix = "redis-cli --cluster fix HOST:PORT gives them to a master, or CLUSTER ADDSLOTS there";
  }
  for (const ClusterNode& node : nodes) {
    if (!node.serves() || !node.failed()) continue;
    detail += '\n' + slots_text(size_of(node.slots)) + " of " + text_of(node.address) + ", which is down";
    if (fix.empty()) fix = "start it again, or CLUSTER FAILOVER TAKEOVER on one of its replicas";
  }
  const Status status = fix.empty() ? Status::ok : Status::failed;
  return check_of("slots", status, std::move(detail), std::move(fix));
}

Check check_moves(const std::vector<ClusterNode>& nodes) {
  int moving = 0;
  for (const ClusterNode& node : nodes) moving += node.moving;
  if (moving == 0) return check_of("moves", Status::ok, "no slot is between two nodes");
  return check_of("moves", Status::warning, slots_text(moving) + " between two nodes (MIGRATING, IMPORTING)",
                  "wait while slots are being moved; else redis-cli --cluster fix HOST:PORT");
}

Check check_members(const std::vector<ClusterNode>& nodes) {
  std::vector<const ClusterNode*> down;
  std::ptrdiff_t masters = 0;
  for (const ClusterNode& node : nodes) {
    if (node.is("master")) ++masters;
    if (node.failed() || node.is("fail?")) down.push_back(&node);
  }
  std::string detail = std::to_string(masters) + (masters == 1 ? " master, " : " masters, ");
  const auto replicas = static_cast<std::ptrdiff_t>(nodes.size()) - masters;
  detail += std::to_string(replicas) + (replicas == 1 ? " replica" : " replicas");
  if (down.empty()) return check_of("members", Status::ok, detail);
  return check_of("members", Status::warning, detail + "\ndown: " + list_of(down),
                  "start them again; those that are gone for good: CLUSTER FORGET on each node");
}

Check check_replica_counts(const std::vector<ClusterNode>& nodes, bool only_caches) {
  std::vector<const ClusterNode*> bare;
  for (const ClusterNode& node : nodes) {
    const bool followed = std::ranges::any_of(nodes, [&](const ClusterNode& other) {
      return other.master == node.id && other.is("slave") && !other.failed();
    });
    if (node.serves() && !followed) bare.push_back(&node);
  }
  if (bare.empty()) return check_of("replicas", Status::ok, "each master has one that is up");
  const std::string detail = "masters without one: " + list_of(bare);
  if (only_caches) return check_of("replicas", Status::ok, detail);
  return check_of("replicas", Status::warning, detail + "; when such a master is down, so are its slots",
                  "redis-cli --cluster add-node NEW:PORT HOST:PORT --cluster-slave");
}

// Two masters with one epoch can't settle who owns a slot that both claim.
Check check_epochs(const std::vector<ClusterNode>& nodes) {
  std::map<long long, const ClusterNode*> owners;
  std::string equal;
  for (const ClusterNode& node : nodes) {
    if (!node.serves()) continue;
    const auto [other, fresh] = owners.emplace(node.epoch, &node);
    if (fresh) continue;
    equal += (equal.empty() ? "" : "\n") + text_of(other->second->address) + " and " + text_of(node.address) +
             " have both epoch " + std::to_string(node.epoch);
  }
  if (equal.empty()) return check_of("epochs", Status::ok, "each master has its own");
  return check_of("epochs", Status::warning, equal,
                  "nodes settle it by themselves in seconds; else CLUSTER BUMPEPOCH on one of them");
}

Check check_views(const std::vector<ClusterView>& views) {
  if (views.empty()) return check_of("agreement", Status::skipped, "no node tells");
  const auto first = layout(views.front().nodes);
  std::string others;
  for (const ClusterView& view : views) {
    if (layout(view.nodes) != first) others += (others.empty() ? "" : ", ") + view.teller;
  }
  const std::string count = std::to_string(views.size());
  if (others.empty())
    return check_of("agreement", Status::ok, count + " nodes name the same masters, slots and epochs");
  return check_of("agreement", Status::warning,
                  "other masters, slots or epochs than " + views.front().teller + " names: " + others,
                  "a failover or a move may be under way: ask again in a moment; else redis-cli --cluster "
                  "check HOST:PORT");
}

}  // namespace redisconf::doctor

#include "cluster_map.h"

#include "command_error.h"
#include "dial.h"
#include "fault.h"
#include "redisconf/config/settings.h"

#include <algorithm>
#include <utility>

namespace redisconf {
namespace {

// A replica sends readers away (MOVED) unless they say that they may see an older state.
std::unique_ptr<Link> dial(const ServiceConfig& config, Deadline deadline) {
  auto link = Dial(config, deadline).run();
  if (config.connection().read_from != ConnectionReadFrom::replica) return link;
  const std::array<std::string_view, 1> command{"READONLY"};
  try {
    static_cast<void>(link->exchange(command, deadline));
  } catch (const Fault& fault) {
    throw transport_error(config, fault, false);
  }
  return link;
}

}  // namespace

ClusterMap::Member::Member(const ConfigCell& client, ClientWide& wide, const NodeAddress& address)
    : config(at_node(client.current(), address)), node(config, wide, [&client, address](Deadline deadline) {
        return dial(at_node(client.current(), address), deadline);
      }) {}

ClusterMap::ClusterMap(const ConfigCell& config, ClientWide& wide) : config_(config), wide_(wide) {
  const auto& seed = config.current().connection();
  main_ = &member({seed.host, seed.port}).node;
}

ClusterMap::Member& ClusterMap::member(const NodeAddress& address) {
  auto& found = members_[{address.host, address.port}];
  if (!found) found = std::make_unique<Member>(config_, wide_, address);
  return *found;
}

Node& ClusterMap::at(const NodeAddress& address) {
  const std::lock_guard lock(mutex_);
  return member(address).node;
}

void ClusterMap::move(std::uint16_t slot, Node& primary) noexcept {
  primaries_[slot].store(&primary, std::memory_order_release);
}

void ClusterMap::replace(const std::vector<SlotRange>& ranges) {
  const std::lock_guard lock(mutex_);
  const Node* const before = main_.load();
  for (const auto& [address, each] : members_) each->named = false;
  std::array<bool, kSlots> served{};
  for (const SlotRange& range : ranges) {
    assign(range);
    std::fill(served.begin() + range.first, served.begin() + range.last + 1, true);
  }
  if (std::exchange(known_, true) && main_.load() != before) moves_.fetch_add(1);
  for (std::size_t slot = 0; slot < served.size(); ++slot) {
    if (served[slot]) continue;
    primaries_[slot].store(nullptr, std::memory_order_release);
    replicas_[slot].store(nullptr, std::memory_order_release);
  }
  for (const auto& [address, each] : members_) {
    if (each->named) continue;
    each->node.retire_all();
    each->node.forget_failures();  // so that nobody dials it in the background
  }
}

// Each slot has one of the replicas for its own, so that a reader never goes back in time between two.
void ClusterMap::assign(const SlotRange& range) {
  Member& primary = member(range.primary);
  primary.named = true;
  std::vector<Node*> replicas;
  for (const NodeAddress& address : range.replicas) {
    Member& replica = member(address);
    replica.named = true;
    replicas.push_back(&replica.node);
  }
  for (unsigned slot = range.first; slot <= range.last; ++slot) {
    primaries_[slot].store(&primary.node, std::memory_order_release);
    Node* const own = replicas.empty() ? nullptr : replicas[slot % replicas.size()];
    replicas_[slot].store(own, std::memory_order_release);
  }
  if (range.first == 0) main_.store(&primary.node, std::memory_order_release);
}

std::vector<Node*> ClusterMap::nodes() {
  std::vector<Node*> all;
  const std::lock_guard lock(mutex_);
  for (const auto& [address, each] : members_) all.push_back(&each->node);
  std::stable_partition(all.begin(), all.end(), [](const Node* node) { return node->endpoint().open() > 0; });
  return all;
}

}  // namespace redisconf

#include "redisconf/testing/cluster_setup.h"

#include "await.h"
#include "redis_conf.h"
#include "redisconf/client/info.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace redisconf::testing {
namespace {

bool runs(const RedisServer& node) { return node.pid() != 0; }

void run(const RedisServer& node, std::initializer_list<std::string_view> command) {
  static_cast<void>(node.command(command));
}

std::string field_of(const Reply& info, const std::string& name) {
  return std::string(info_field(info.as_string(), name).value_or(std::string_view()));
}

std::string replication(const RedisServer& node, const std::string& name) {
  return field_of(node.command({"INFO", "replication"}), name);
}

std::string cluster(const RedisServer& node, const std::string& name) {
  return field_of(node.command({"CLUSTER", "INFO"}), name);
}

bool is_healthy(const RedisServer& node) {
  if (cluster(node, "cluster_state") != "ok") return false;
  return replication(node, "role") != "slave" || replication(node, "master_link_status") == "up";
}

// While each primary has one range of slots.
std::size_t servers_seen_by(const RedisServer& node) {
  std::size_t count = 0;
  const Reply ranges = node.command({"CLUSTER", "SLOTS"});
  for (const Reply& range : ranges.as_array()) count += range.as_array().size() - 2;
  return count;
}

}  // namespace

ClusterSetup::ClusterSetup(ClusterOptions options)
    : options_(std::move(options)), authority_(std::make_shared<const CertificateAuthority>()) {
  start_nodes();
  share_out_slots();
  introduce();
  make_replicas();
  await_healthy();
  await("the agreement about who serves what", [this] {
    return std::all_of(nodes_.begin(), nodes_.end(),
                       [this](const RedisServer& node) { return servers_seen_by(node) == nodes_.size(); });
  });
}

void ClusterSetup::start_nodes() {
  RedisServerOptions wanted;
  wanted.mode = RedisServerMode::cluster_node;
  wanted.tls = options_.tls;
  wanted.names = options_.names;
  wanted.password = options_.password;
  wanted.users = options_.users;
  wanted.shared_authority = authority_;
  wanted.configuration = options_.configuration;
  auto& lines = wanted.configuration;
  lines.push_back("cluster-node-timeout " + std::to_string(options_.node_timeout.count()));
  lines.emplace_back(kSynchronizeOverDisk);
  if (options_.tls) lines.insert(lines.end(), {"tls-cluster yes", "tls-replication yes"});
  if (!options_.password.empty()) lines.push_back("masterauth " + conf_quoted(options_.password));
  const int count = options_.primaries * (1 + options_.replicas);
  for (int i = 0; i < count; ++i) nodes_.emplace_back(wanted);
}

// Epochs differ from the start, so that no two nodes have to settle who is the newer one.
void ClusterSetup::share_out_slots() const {
  for (int i = 0; i < options_.primaries; ++i) {
    const auto& node = nodes_[static_cast<std::size_t>(i)];
    const int first = kSlots * i / options_.primaries;
    const int last = kSlots * (i + 1) / options_.primaries - 1;
    run(node, {"CLUSTER", "ADDSLOTSRANGE", std::to_string(first), std::to_string(last)});
    run(node, {"CLUSTER", "SET-CONFIG-EPOCH", std::to_string(i + 1)});
  }
}

void ClusterSetup::introduce() const {
  const RedisServer& first = nodes_.front();
  for (auto node = nodes_.begin() + 1; node != nodes_.end(); ++node) {
    run(first,
        {"CLUSTER", "MEET", node->host(), std::to_string(node->port()), std::to_string(node->bus_port())});
  }
  const std::string count = std::to_string(nodes_.size());
  await("the meeting of the nodes", [&] {
    return std::all_of(nodes_.begin(), nodes_.end(), [&](const RedisServer& node) {
      return cluster(node, "cluster_known_nodes") == count;
    });
  });
}

void ClusterSetup::make_replicas() const {
  for (auto i = static_cast<std::size_t>(options_.primaries); i < nodes_.size(); ++i) {
    const std::string primary = id_of(nodes_[i % static_cast<std::size_t>(options_.primaries)]);
    await("a replica", [&] { return run(nodes_[i], {"CLUSTER", "REPLICATE", primary}), true; });
  }
}

void ClusterSetup::await_healthy() const {
  await("the cluster's health", [this] {
    return std::all_of(nodes_.begin(), nodes_.end(),
                       [](const RedisServer& node) { return !runs(node) || is_healthy(node); });
  });
}

std::string ClusterSetup::id_of(const RedisServer& node) {
  return node.command({"CLUSTER", "MYID"}).as_string();
}

std::size_t ClusterSetup::owner_of(int slot) const {
  const auto seen = std::find_if(nodes_.begin(), nodes_.end(), runs);
  if (seen == nodes_.end()) throw std::runtime_error("no node runs");
  const Reply ranges = seen->command({"CLUSTER", "SLOTS"});
  for (const Reply& range : ranges.as_array()) {
    const auto& parts = range.as_array();
    if (slot < parts.at(0).as_integer() || slot > parts.at(1).as_integer()) continue;
    const long long port = parts.at(2).as_array().at(1).as_integer();
    const auto owner = std::find_if(nodes_.begin(), nodes_.end(),
                                    [port](const RedisServer& node) { return node.port() == port; });
    if (owner != nodes_.end()) return static_cast<std::size_t>(owner - nodes_.begin());
  }
  throw std::runtime_error("nobody owns slot " + std::to_string(slot));
}

void ClusterSetup::move_slot(int slot, const RedisServer& from, const RedisServer& to) const {
  const std::string number = std::to_string(slot);
  const std::string source = id_of(from);
  const std::string target = id_of(to);
  run(to, {"CLUSTER", "SETSLOT", number, "IMPORTING", source});
  run(from, {"CLUSTER", "SETSLOT", number, "MIGRATING", target});
  for (;;) {
    const Reply keys = from.command({"CLUSTER", "GETKEYSINSLOT", number, "100"});
    if (keys.as_array().empty()) break;
    for (const Reply& key : keys.as_array()) {
      const std::string port = std::to_string(to.port());
      if (options_.password.empty()) {
        run(from, {"MIGRATE", to.host(), port, key.as_string(), "0", "5000"});
      } else {
        run(from, {"MIGRATE", to.host(), port, key.as_string(), "0", "5000", "AUTH", options_.password});
      }
    }
  }
  run(to, {"CLUSTER", "SETSLOT", number, "NODE", target});
  run(from, {"CLUSTER", "SETSLOT", number, "NODE", target});
}

}  // namespace redisconf::testing

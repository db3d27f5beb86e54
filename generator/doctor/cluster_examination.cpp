#include "cluster_examination.h"

#include <redisconf/client/errors.h>
#include <redisconf/config/nodes.h>
#include <redisconf/config/settings.h>

#include <utility>
#include <vector>

#include "asking.h"
#include "cluster_view.h"
#include "visit.h"

namespace redisconf::doctor {
namespace {

ClusterView view_of(const Ask& ask, const NodeAddress& teller) {
  ClusterView view{text_of(teller), parse_cluster_nodes(text_in(ask({"CLUSTER", "NODES"})), teller.host)};
  take_addresses_of_clients(view.nodes, ask({"CLUSTER", "SLOTS"}), teller.host);
  return view;
}

// What the seed says of the cluster as a whole, beside what it is asked of itself.
struct FromSeed {
  ClusterView view;
  Report together;
};

void ask_seed(Report& report, const Ask& ask, const NodeAddress& seed, FromSeed& found) {
  add_check(report, "cluster", [&] {
    try {
      found.view = view_of(ask, seed);
    } catch (const RedisError& error) {
      if (error.details().cause.find("cluster support disabled") == std::string::npos) throw;
      return check_of("cluster", Status::failed, "the server is no node of a cluster",
                      "name a node in connection.host (REDIS_HOST), or set cluster.enabled "
                      "(REDIS_CLUSTER_ENABLED) to false");
    }
    return check_of("cluster", Status::ok, "it knows " + std::to_string(found.view.nodes.size()) + " nodes");
  });
  if (found.view.nodes.empty()) return;
  add_check(found.together, "state", [&] {
    return check_state(ServerInfo(text_in(ask({"CLUSTER", "INFO"}))));
  });
}

void examine_node(Report& report, const ServiceConfig& config, const ClusterNode& node,
                  const Purpose& purpose, std::vector<ClusterView>& views) {
  const bool replica = node.is("slave");
  Visit found = visit(at_node(config, node.address), [&](Report& own, const Ask& ask) {
    if (replica) {
      add_replica_checks(own, ask);
    } else {
      add_server_checks(own, ask, purpose, Place::cluster_master);
    }
    add_check(own, "state", [&] {
      views.push_back(view_of(ask, node.address));
      return check_state(ServerInfo(text_in(ask({"CLUSTER", "INFO"}))));
    });
  });
  if (!node.serves()) found.report.demote();
  if (!report.certificate) report.certificate = found.report.certificate;
  report.add(std::move(found.report), replica ? "replica" : "master", text_of(node.address));
}

bool has_address(const ClusterNode& node) {
  return node.address.port != 0 && !node.is("noaddr") && !node.is("handshake");
}

}  // namespace

void examine_cluster(Report& report, const ServiceConfig& config, const Purpose& purpose) {
  const NodeAddress seed{config.connection().host, config.connection().port};
  FromSeed found;
  Visit first = visit(config, [&](Report& own, const Ask& ask) { ask_seed(own, ask, seed, found); });
  report.certificate = first.report.certificate;
  report.add(std::move(first.report), "seed", text_of(seed));
  const std::vector<ClusterNode>& nodes = found.view.nodes;
  if (nodes.empty()) return;
  Report of_nodes;
  std::vector<ClusterView> views;
  for (const bool replica : {false, true}) {
    for (const ClusterNode& node : nodes) {
      if (has_address(node) && node.is("slave") == replica)
        examine_node(of_nodes, config, node, purpose, views);
    }
  }
  Report& together = found.together;
  for (Check& check : std::vector{check_slots(nodes), check_moves(nodes), check_members(nodes),
                                  check_replica_counts(nodes, purpose.only_caches), check_epochs(nodes),
                                  check_views(views)}) {
    together.checks.push_back(std::move(check));
  }
  report.add(std::move(together), "cluster");
  for (Check& check : of_nodes.checks) report.checks.push_back(std::move(check));
}

}  // namespace redisconf::doctor

#include "sentinel_examination.h"

#include <redisconf/client/errors.h>
#include <redisconf/config/nodes.h>
#include <redisconf/config/settings.h>

#include <optional>
#include <utility>
#include <vector>

#include "asking.h"
#include "sentinel_view.h"
#include "visit.h"

namespace redisconf::doctor {
namespace {

// Stages of a dial name the settings of the servers; a Sentinel has its own.
void name_own_settings(Report& report) {
  for (Check& check : report.checks) {
    if (check.status != Status::failed) continue;
    if (check.name == "auth" || check.name == "ping") {
      check.fix =
          "check sentinel.username (REDIS_SENTINEL_USERNAME) and sentinel.password "
          "(REDIS_SENTINEL_PASSWORD): what requirepass or the ACL of that Sentinel says";
    } else if (check.name == "resolve" || check.name == "tcp") {
      check.fix = "is the Sentinel running, and is sentinel.nodes (REDIS_SENTINEL_NODES) right?";
    }
  }
}

// Only the name of the master is needed; the rest may be forbidden.
void ask_sentinel(Report& report, const Ask& ask, const std::string& name, SentinelView& view) {
  const auto optional = [&](std::string_view question) -> std::optional<Reply> {
    try {
      return ask({"SENTINEL", question, name});
    } catch (const RedisError& error) {
      if (!is_answer(error)) throw;
      return std::nullopt;
    }
  };
  const auto master = optional("MASTER");
  if (master) view.master = parse_watched(*master);
  const auto replicas = optional("REPLICAS");
  if (replicas) view.replicas = parse_watched_all(*replicas);
  add_check(report, "master", [&] {
    view.named = parse_address(ask({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", name}));
    return check_named(view, name);
  });
  if (!view.named) return;
  add_check(report, "quorum", [&] {
    try {
      return check_quorum(view, text_in(ask({"SENTINEL", "CKQUORUM", name})), true);
    } catch (const RedisError& error) {
      if (error.code() != "NOQUORUM") throw;
      return check_quorum(view, error.details().cause, false);
    }
  });
}

SentinelView examine_sentinel(Report& report, const ServiceConfig& config, const NodeAddress& address) {
  SentinelView view;
  view.sentinel = text_of(address);
  Visit found = visit(at_sentinel(config, address), [&](Report& own, const Ask& ask) {
    ask_sentinel(own, ask, config.sentinel().master, view);
  });
  if (!found.arrived) name_own_settings(found.report);
  found.report.demote();
  report.add(std::move(found.report), "sentinel", view.sentinel);
  return view;
}

void examine_together(Report& report, const std::vector<SentinelView>& views,
                      const std::optional<std::vector<WatchedServer>>& replicas, const std::string& name) {
  Report together;
  together.checks.push_back(check_agreement(views, name));
  if (!together.has(Status::failed)) {
    together.checks.push_back(check_count(views, views.size()));
    together.checks.push_back(check_replicas(replicas));
  }
  report.add(std::move(together), "sentinels");
}

void examine_replica(Report& report, const ServiceConfig& config, const NodeAddress& address) {
  Visit found = visit(at_node(config, address), add_replica_checks);
  found.report.demote();
  report.add(std::move(found.report), "replica", text_of(address));
}

}  // namespace

void examine_sentinels(Report& report, const ServiceConfig& config, const Purpose& purpose) {
  std::vector<SentinelView> views;
  for (const NodeAddress& address : parse_nodes(config.sentinel().nodes).value_or(std::vector<NodeAddress>()))
    views.push_back(examine_sentinel(report, config, address));
  const auto master = named_by_most(views);
  std::optional<std::vector<WatchedServer>> replicas;
  for (const SentinelView& view : views) {
    if (master && view.named == master && !replicas) replicas = view.replicas;
  }
  examine_together(report, views, replicas, config.sentinel().master);
  if (!master) return;
  Visit found = visit(at_node(config, *master), [&](Report& own, const Ask& ask) {
    add_server_checks(own, ask, purpose, Place::sentinel_master);
  });
  report.certificate = found.report.certificate;
  report.add(std::move(found.report), "master", text_of(*master));
  if (!replicas) return;
  for (const WatchedServer& replica : *replicas) examine_replica(report, config, replica.address);
}

}  // namespace redisconf::doctor

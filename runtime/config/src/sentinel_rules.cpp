#include "sentinel_rules.h"

#include "catalogue_table.h"
#include "redisconf/config/nodes.h"
#include "redisconf/config/value.h"

#include <algorithm>

namespace redisconf {
namespace {

using Finding = std::optional<BrokenRule>;

using table::index_of;

constexpr std::size_t kNodes = index_of("sentinel.nodes");

bool is_set(const RuleContext& context, std::size_t setting) { return context.value(setting).set; }

}  // namespace

Finding sentinels_stand_alone(const RuleContext& context) {
  if (!is_set(context, kNodes)) return {};
  for (const std::size_t other : {index_of("connection.host"), index_of("connection.socket")}) {
    if (!is_set(context, other)) continue;
    return BrokenRule{"sentinels-stand-alone", "sentinel.nodes",
                      "can't be set beside " + std::string(catalogue()[other].path),
                      "remove it: the sentinels say where the primary is", catalogue()[other].path};
  }
  const RuleValue cluster = context.value(index_of("cluster.enabled"));
  if (!cluster.set || !cluster.known || cluster.number == 0) return {};
  return BrokenRule{"sentinels-stand-alone", "sentinel.nodes", "can't be set with cluster.enabled",
                    "a cluster needs no sentinels: name one of its nodes in connection.host",
                    "cluster.enabled"};
}

Finding sentinels_have_form(const RuleContext& context) {
  const RuleValue nodes = context.value(kNodes);
  if (!nodes.set || !nodes.known || parse_nodes(nodes.text)) return {};
  return BrokenRule{"sentinels-have-form", "sentinel.nodes", "must be hosts with their ports",
                    "with commas and no space between: a.example:26379,b.example:26379"};
}

Finding sentinels_know_master(const RuleContext& context) {
  const bool nodes = is_set(context, kNodes);
  for (const std::size_t other :
       {index_of("sentinel.master"), index_of("sentinel.username"), index_of("sentinel.password")}) {
    if (!nodes && is_set(context, other)) {
      return BrokenRule{"sentinels-know-master", catalogue()[other].path, "is set without sentinel.nodes",
                        "name the sentinels, or remove it"};
    }
  }
  if (!nodes || is_set(context, index_of("sentinel.master"))) return {};
  return BrokenRule{"sentinels-know-master", "sentinel.nodes", "is set without sentinel.master",
                    "name the primary as `sentinel monitor NAME` does in sentinel.conf"};
}

Finding sentinels_are_remote(const RuleContext& context) {
  const RuleValue nodes = context.value(kNodes);
  const RuleValue loopback = context.value(index_of("connection.loopback"));
  if (!nodes.set || !nodes.known || !loopback.set || !loopback.known) return {};
  if (choice_at(catalogue()[index_of("connection.loopback")].choices,
                static_cast<std::size_t>(loopback.number)) != "refuse")
    return {};
  const auto parsed = parse_nodes(nodes.text);
  if (!parsed || std::ranges::none_of(*parsed, [](const auto& node) { return is_loopback(node.host); }))
    return {};
  return BrokenRule{"loopback-is-allowed", "sentinel.nodes",
                    "must not be this machine itself (connection.loopback is refuse)",
                    "name the real sentinels; for a proxy on this machine say so: REDIS_LOOPBACK=allow",
                    "connection.loopback"};
}

Finding sentinel_user_needs_password(const RuleContext& context) {
  if (!is_set(context, index_of("sentinel.username")) || is_set(context, index_of("sentinel.password")))
    return {};
  return BrokenRule{"user-needs-password", "sentinel.username", "is set without sentinel.password",
                    "set the password of that user at the sentinels (REDIS_SENTINEL_PASSWORD)"};
}

}  // namespace redisconf

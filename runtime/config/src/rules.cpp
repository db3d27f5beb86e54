#include "redisconf/config/rules.h"

#include "catalogue_table.h"
#include "redisconf/config/value.h"

#include <array>

namespace redisconf {
namespace {

using Finding = std::optional<BrokenRule>;

using table::index_of;

bool holds(const RuleContext& context, std::size_t setting, std::string_view choice) {
  const RuleValue value = context.value(setting);
  return value.set && value.known &&
         choice_at(catalogue()[setting].choices, static_cast<std::size_t>(value.number)) == choice;
}

bool tls_is_off(const RuleContext& context) {
  const RuleValue enabled = context.value(index_of("tls.enabled"));
  return enabled.set && enabled.known && enabled.number == 0;
}

Finding host_is_named(const RuleContext& context) {
  if (context.value(index_of("connection.host")).set) return {};
  return BrokenRule{"host-is-named", "connection.host", "is not set, and localhost is never assumed",
                    "name the server in the schema, or let a variable name it: host: {env: REDIS_HOST}"};
}

Finding loopback_is_allowed(const RuleContext& context) {
  const RuleValue host = context.value(index_of("connection.host"));
  if (!host.set || !host.known || !is_loopback(host.text)) return {};
  if (!holds(context, index_of("connection.loopback"), "refuse")) return {};
  return BrokenRule{"loopback-is-allowed", "connection.host",
                    "must not be this machine itself (connection.loopback is refuse)",
                    "name the real server; for a proxy on this machine say so: REDIS_LOOPBACK=allow",
                    "connection.loopback"};
}

Finding user_needs_password(const RuleContext& context) {
  if (!context.value(index_of("connection.username")).set ||
      context.value(index_of("connection.password")).set)
    return {};
  return BrokenRule{"user-needs-password", "connection.username", "is set without connection.password",
                    "set the password of that user (REDIS_PASSWORD or REDIS_PASSWORD_FILE)"};
}

Finding strict_needs_password(const RuleContext& context) {
  if (!context.strict || context.value(index_of("connection.password")).set) return {};
  return BrokenRule{"strict-needs-password", "connection.password", "must be set in a strict environment",
                    "in the schema: connection: {password: {secret: redis-password}}"};
}

Finding strict_needs_tls(const RuleContext& context) {
  if (!context.strict || context.unverified_allowed || !tls_is_off(context)) return {};
  return BrokenRule{"strict-needs-tls", "tls.enabled", "must be true in a strict environment",
                    "remove `enabled: false`; a server without TLS needs `because: \"why\"` beside it"};
}

Finding strict_verifies(const RuleContext& context) {
  const RuleValue verify = context.value(index_of("tls.verify"));
  if (!context.strict || context.unverified_allowed || tls_is_off(context)) return {};
  if (!verify.set || !verify.known || holds(context, index_of("tls.verify"), "full")) return {};
  return BrokenRule{
      "strict-verifies", "tls.verify", "must be full in a strict environment",
      "trust the server's own authority (tls.ca) instead, or give the reason: `because: \"why\"`"};
}

Finding tls_settings_need_tls(const RuleContext& context) {
  if (!tls_is_off(context)) return {};
  for (const std::size_t setting :
       {index_of("tls.server_name"), index_of("tls.ca"), index_of("tls.certificate"), index_of("tls.key")}) {
    if (context.value(setting).set) {
      return BrokenRule{"tls-settings-need-tls", catalogue()[setting].path,
                        "is set, but tls.enabled is false", "set tls.enabled to true, or remove this",
                        "tls.enabled"};
    }
  }
  return {};
}

Finding certificate_needs_key(const RuleContext& context) {
  const bool certificate = context.value(index_of("tls.certificate")).set;
  if (certificate == context.value(index_of("tls.key")).set) return {};
  return BrokenRule{"certificate-needs-key", certificate ? "tls.certificate" : "tls.key",
                    certificate ? "is set without tls.key" : "is set without tls.certificate",
                    "a client certificate needs both: REDIS_TLS_CERTIFICATE_FILE and REDIS_TLS_KEY_FILE"};
}

Finding at_most(std::string_view id, const RuleContext& context, std::size_t lower_index,
                std::size_t upper_index) {
  const RuleValue low = context.value(lower_index);
  const RuleValue high = context.value(upper_index);
  if (!low.set || !low.known || !high.set || !high.known || low.number <= high.number) return {};
  const std::string_view lower = catalogue()[lower_index].path;
  const std::string_view upper = catalogue()[upper_index].path;
  return BrokenRule{id, lower, "must be at most " + std::string(upper),
                    "lower it, or raise " + std::string(upper), upper};
}

Finding backoff_is_ordered(const RuleContext& context) {
  return at_most("backoff-is-ordered", context, index_of("retry.initial_backoff"),
                 index_of("retry.max_backoff"));
}

Finding recovery_is_ordered(const RuleContext& context) {
  return at_most("recovery-is-ordered", context, index_of("circuit_breaker.recovery_timeout"),
                 index_of("circuit_breaker.max_recovery_timeout"));
}

Finding health_outlasts_connect(const RuleContext& context) {
  return at_most("health-outlasts-connect", context, index_of("timeouts.connect"),
                 index_of("timeouts.health"));
}

Finding startup_outlasts_connect(const RuleContext& context) {
  return at_most("startup-outlasts-connect", context, index_of("timeouts.connect"),
                 index_of("timeouts.startup"));
}

// Redis Cluster has one database (redis.io/docs, cluster specification, "Implemented subset").
Finding cluster_has_one_database(const RuleContext& context) {
  const RuleValue enabled = context.value(index_of("cluster.enabled"));
  const RuleValue database = context.value(index_of("connection.database"));
  if (!enabled.set || !enabled.known || enabled.number == 0) return {};
  if (!database.set || !database.known || database.number == 0) return {};
  return BrokenRule{"cluster-has-one-database", "connection.database",
                    "must be 0: a cluster has no other database",
                    "remove it; services share a cluster by their key prefix", "cluster.enabled"};
}

constexpr std::array kRules{
    host_is_named,           loopback_is_allowed,      user_needs_password,   strict_needs_password,
    strict_needs_tls,        strict_verifies,          tls_settings_need_tls, certificate_needs_key,
    health_outlasts_connect, startup_outlasts_connect, backoff_is_ordered,    recovery_is_ordered,
    cluster_has_one_database};

}  // namespace

std::vector<BrokenRule> check_rules(const RuleContext& context) {
  std::vector<BrokenRule> broken;
  for (const auto rule : kRules) {
    if (Finding finding = rule(context)) broken.push_back(std::move(*finding));
  }
  return broken;
}

}  // namespace redisconf

#include "redisconf/config/rules.h"

#include "catalogue_table.h"
#include "monitoring_rules.h"
#include "redisconf/config/url.h"
#include "redisconf/config/value.h"
#include "rule_values.h"
#include "sentinel_rules.h"

#include <sys/un.h>

#include <algorithm>
#include <array>

namespace redisconf {
namespace {

using Finding = std::optional<BrokenRule>;

using table::index_of;

bool tls_is_off(const RuleContext& context) {
  const RuleValue enabled = context.value(index_of("tls.enabled"));
  return enabled.set && enabled.known && enabled.number == 0;
}

bool has_socket(const RuleContext& context) { return context.value(index_of("connection.socket")).set; }

Finding host_is_named(const RuleContext& context) {
  const bool sentinels = context.value(index_of("sentinel.nodes")).set;
  if (context.value(index_of("connection.host")).set || has_socket(context) || sentinels) return {};
  return BrokenRule{"host-is-named",
                    "connection.host",
                    "is not set, and localhost is never assumed",
                    "name the server in the schema, or let a variable name it: host: {env: REDIS_HOST}",
                    {},
                    "name the server: .connection().host(\"redis.example\")"};
}

Finding host_or_socket(const RuleContext& context) {
  if (!has_socket(context) || !context.value(index_of("connection.host")).set) return {};
  return BrokenRule{"host-or-socket", "connection.socket", "can't be set beside connection.host",
                    "keep the one that is meant", "connection.host"};
}

bool has_memory(const RuleContext& context) {
  const RuleValue socket = context.value(index_of("connection.socket"));
  return socket.set && socket.known && !memory_server_name(socket.text).empty();
}

Finding socket_is_a_path(const RuleContext& context) {
  const RuleValue socket = context.value(index_of("connection.socket"));
  if (!socket.set || !socket.known || has_memory(context)) return {};
  const bool fits = socket.text.size() < sizeof(sockaddr_un::sun_path);
  if (fits && socket.text.starts_with('/') && !socket.text.ends_with('/')) return {};
  return BrokenRule{"socket-is-a-path", "connection.socket", "must be the whole path of a socket",
                    "begin with a slash, as unixsocket in redis.conf: /run/redis.sock; 107 bytes at most"};
}

Finding memory_is_for_tests(const RuleContext& context) {
  if (!context.strict || !has_memory(context)) return {};
  return BrokenRule{"memory-is-for-tests", "connection.socket",
                    "must not be memory:// in a strict environment: its data vanishes with the process",
                    "name the real server; memory:// is for tests (docs/testing.md)"};
}

Finding socket_without_tls(const RuleContext& context) {
  const RuleValue enabled = context.value(index_of("tls.enabled"));
  if (!has_socket(context) || has_memory(context) || !enabled.set || !enabled.known || enabled.number == 0)
    return {};
  return BrokenRule{"socket-without-tls", "connection.socket", "can't be used with TLS",
                    "in the schema: tls: {enabled: false}; what passes a socket never leaves the machine",
                    "tls.enabled"};
}

Finding loopback_is_allowed(const RuleContext& context) {
  const RuleValue host = context.value(index_of("connection.host"));
  if (has_memory(context)) return {};  // refused where it does not belong by a rule of its own
  const bool socket = has_socket(context);
  if (!socket && (!host.set || !host.known || !is_loopback(host.text))) return {};
  if (!holds(context, index_of("connection.loopback"), "refuse")) return {};
  return BrokenRule{
      "loopback-is-allowed",
      socket ? "connection.socket" : "connection.host",
      "must not be this machine itself (connection.loopback is refuse)",
      "name the real server; for a proxy on this machine say so: REDIS_LOOPBACK=allow",
      "connection.loopback",
      "name the real server; for a proxy on this machine: .loopback(ConnectionLoopback::allow)"};
}

Finding user_needs_password(const RuleContext& context) {
  if (!context.value(index_of("connection.username")).set ||
      context.value(index_of("connection.password")).set)
    return {};
  return BrokenRule{"user-needs-password",
                    "connection.username",
                    "is set without connection.password",
                    "set the password of that user (REDIS_PASSWORD or REDIS_PASSWORD_FILE)",
                    {},
                    "give the password of that user: .connection().password(...)"};
}

Finding strict_needs_password(const RuleContext& context) {
  if (!context.strict || context.value(index_of("connection.password")).set) return {};
  return BrokenRule{"strict-needs-password",
                    "connection.password",
                    "must be set in a strict environment",
                    "in the schema: connection: {password: {secret: redis-password}}",
                    {},
                    ".connection().password(...), or .password_named(...)"};
}

Finding strict_needs_tls(const RuleContext& context) {
  if (!context.strict || context.unverified_allowed || has_socket(context) || !tls_is_off(context)) return {};
  return BrokenRule{"strict-needs-tls",
                    "tls.enabled",
                    "must be true in a strict environment",
                    "remove `enabled: false`; a server without TLS needs `because: \"why\"` beside it",
                    {},
                    "remove .tls().enabled(false); a server without TLS needs .unverified_because(\"why\")"};
}

// Who holds the pinned key is the server that was meant, whatever its certificate says.
Finding strict_verifies(const RuleContext& context) {
  const RuleValue verify = context.value(index_of("tls.verify"));
  if (!context.strict || context.unverified_allowed || tls_is_off(context)) return {};
  if (context.value(index_of("tls.pin")).set) return {};
  if (!verify.set || !verify.known || holds(context, index_of("tls.verify"), "full")) return {};
  return BrokenRule{
      "strict-verifies",
      "tls.verify",
      "must be full in a strict environment",
      "trust the server's own authority (tls.ca) or key (tls.pin) instead, or give the reason: "
      "`because: \"why\"`",
      {},
      "trust the server's own authority (.tls().ca(...)) or key (.tls().pin(...)) instead, or give "
      ".unverified_because(\"why\")"};
}

// The form of RFC 7469 without its quotes: SHA-256 of the SubjectPublicKeyInfo. 32 bytes are 43
// characters of base64 and a =; the last of them carries four bits, so two zeros follow these.
bool is_pin(std::string_view text) noexcept {
  constexpr std::string_view kHash = "sha256/";
  constexpr std::string_view kLast = "AEIMQUYcgkosw048";
  constexpr std::size_t kSize = 44;
  if (!text.starts_with(kHash) || text.size() != kHash.size() + kSize || text.back() != '=') return false;
  text.remove_prefix(kHash.size());
  const auto is_base64 = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  };
  return std::ranges::all_of(text.substr(0, kSize - 1), is_base64) &&
         kLast.find(text[kSize - 2]) != std::string_view::npos;
}

Finding pin_has_form(const RuleContext& context) {
  const RuleValue pins = context.value(index_of("tls.pin"));
  if (!pins.set || !pins.known) return {};
  std::string_view rest = pins.text;
  for (;;) {
    const auto comma = rest.find(',');
    if (!is_pin(rest.substr(0, comma))) break;
    if (comma == std::string_view::npos) return {};
    rest.remove_prefix(comma + 1);
  }
  return BrokenRule{
      "pin-has-form", "tls.pin", "must be sha256/ and the 44 characters of a key's hash in base64",
      "several stand with commas and no space between; a connection with a wrong pin is refused "
      "with a message that names the server's own"};
}

Finding tls_settings_need_tls(const RuleContext& context) {
  if (!tls_is_off(context)) return {};
  for (const std::size_t setting : {index_of("tls.server_name"), index_of("tls.ca"), index_of("tls.pin"),
                                    index_of("tls.certificate"), index_of("tls.key")}) {
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
  return BrokenRule{"certificate-needs-key",
                    certificate ? "tls.certificate" : "tls.key",
                    certificate ? "is set without tls.key" : "is set without tls.certificate",
                    "a client certificate needs both: REDIS_TLS_CERTIFICATE_FILE and REDIS_TLS_KEY_FILE",
                    {},
                    "a client certificate needs both: .tls().certificate(...).key(...)"};
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

constexpr std::array kRules{host_is_named,
                            host_or_socket,
                            socket_is_a_path,
                            memory_is_for_tests,
                            socket_without_tls,
                            loopback_is_allowed,
                            user_needs_password,
                            strict_needs_password,
                            strict_needs_tls,
                            strict_verifies,
                            tls_settings_need_tls,
                            pin_has_form,
                            certificate_needs_key,
                            health_outlasts_connect,
                            startup_outlasts_connect,
                            backoff_is_ordered,
                            recovery_is_ordered,
                            cluster_has_one_database,
                            sentinels_stand_alone,
                            sentinels_have_form,
                            sentinels_know_master,
                            sentinels_are_remote,
                            sentinel_user_needs_password,
                            emf_namespace_has_form,
                            debug_anywhere_needs_token};

}  // namespace

std::vector<BrokenRule> check_rules(const RuleContext& context) {
  std::vector<BrokenRule> broken;
  for (const auto rule : kRules) {
    if (Finding finding = rule(context)) broken.push_back(std::move(*finding));
  }
  return broken;
}

}  // namespace redisconf

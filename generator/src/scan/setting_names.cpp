#include "scan/setting_names.h"

#include <redisconf/config/catalogue.h>

#include <algorithm>
#include <array>
#include <vector>

#include "scan/characters.h"

namespace redisconf::compiler::scan {
namespace {

using enum ValueForm;

struct Row {
  std::string_view name;  // canonical
  std::string_view path;
  ValueForm form;
};

// Settings without an entry in the catalogue have names of the same style.
constexpr std::array kArguments{
    Row{"host", "connection.host", host},
    Row{"hostname", "connection.host", host},
    Row{"server", "connection.host", host},
    Row{"addr", "connection.host", address},
    Row{"address", "connection.host", address},
    Row{"endpoint", "connection.host", address},
    Row{"port", "connection.port", port},
    Row{"db", "connection.database", number},
    Row{"dbindex", "connection.database", number},
    Row{"database", "connection.database", number},
    Row{"defaultdatabase", "connection.database", number},
    Row{"username", "connection.username", text},
    Row{"user", "connection.username", text},
    Row{"password", "connection.password", secret},
    Row{"passwd", "connection.password", secret},
    Row{"pass", "connection.password", secret},
    Row{"auth", "connection.password", secret},
    Row{"authpass", "connection.password", secret},
    Row{"authtoken", "connection.password", secret},
    Row{"token", "connection.password", secret},
    Row{"requirepass", "connection.password", secret},
    Row{"clientname", "connection.client_name", text},
    Row{"connectionname", "connection.client_name", text},
    Row{"keepalive", "connection.keepalive", opaque},
    Row{"socketkeepalive", "connection.keepalive", opaque},
    Row{"tcpkeepalive", "connection.keepalive", opaque},
    Row{"unixsocketpath", "connection.socket", opaque},
    Row{"url", "connection.url", url},
    Row{"uri", "connection.url", url},
    Row{"dsn", "connection.url", url},
    Row{"location", "connection.url", url},
    Row{"broker", "connection.url", url},
    Row{"brokerurl", "connection.url", url},
    Row{"backend", "connection.url", url},
    Row{"resultbackend", "connection.url", url},
    Row{"connectionstring", "connection.url", url},
    Row{"configuration", "connection.url", url},

    Row{"tls", "tls.enabled", boolean},
    Row{"ssl", "tls.enabled", boolean},
    Row{"usetls", "tls.enabled", boolean},
    Row{"usessl", "tls.enabled", boolean},
    Row{"tlsenabled", "tls.enabled", boolean},
    Row{"sslenabled", "tls.enabled", boolean},
    Row{"tlsconfig", "tls.enabled", switch_on},
    Row{"sslcertreqs", "tls.verify", verify_policy},
    Row{"verifymode", "tls.verify", verify_policy},
    Row{"tlsverify", "tls.verify", verify_policy},
    Row{"rejectunauthorized", "tls.verify", verify_flag},
    Row{"tlsrejectunauthorized", "tls.verify", verify_flag},
    Row{"verifypeer", "tls.verify", verify_flag},
    Row{"insecureskipverify", "tls.verify", skip_verify_flag},
    Row{"tlsinsecure", "tls.verify", skip_verify_flag},
    Row{"sslcheckhostname", "tls.check_hostname", boolean},
    Row{"checkserveridentity", "tls.check_hostname", opaque},
    Row{"servername", "tls.server_name", host},
    Row{"sni", "tls.server_name", host},
    Row{"sslhost", "tls.server_name", host},
    Row{"sslcacerts", "tls.ca", secret_file},
    Row{"cacert", "tls.ca", secret_file},
    Row{"cacerts", "tls.ca", secret_file},
    Row{"cafile", "tls.ca", secret_file},
    Row{"tlsca", "tls.ca", secret_file},
    Row{"sslca", "tls.ca", secret_file},
    Row{"rootcas", "tls.ca", secret_file},
    Row{"certfile", "tls.certificate", secret_file},
    Row{"sslcertfile", "tls.certificate", secret_file},
    Row{"tlscert", "tls.certificate", secret_file},
    Row{"keyfile", "tls.key", secret_file},
    Row{"sslkeyfile", "tls.key", secret_file},
    Row{"tlskey", "tls.key", secret_file},
    Row{"privatekey", "tls.key", secret_file},

    Row{"timeout", "timeouts.command", duration},
    Row{"sockettimeout", "timeouts.command", duration},
    Row{"commandtimeout", "timeouts.command", duration},
    Row{"readtimeout", "timeouts.command", duration},
    Row{"synctimeout", "timeouts.command", duration},
    Row{"responsetimeout", "timeouts.command", duration},
    Row{"writetimeout", "timeouts.write", duration},
    Row{"connecttimeout", "timeouts.connect", duration},
    Row{"connectiontimeout", "timeouts.connect", duration},
    Row{"socketconnecttimeout", "timeouts.connect", duration},
    Row{"dialtimeout", "timeouts.connect", duration},

    Row{"poolsize", "pool.connections", number},
    Row{"maxconnections", "pool.connections", number},
    Row{"poolconnections", "pool.connections", number},
    Row{"maxtotal", "pool.connections", number},
    Row{"maxactive", "pool.connections", number},
    Row{"size", "pool.connections", number},
    Row{"pooltimeout", "pool.wait", duration},
    Row{"waittimeout", "pool.wait", duration},
    Row{"maxwait", "pool.wait", duration},
    Row{"minidle", "pool.idle", number},
    Row{"minidleconns", "pool.idle", number},

    Row{"maxretries", "retry.max_attempts", number},
    Row{"maxattempts", "retry.max_attempts", number},
    Row{"maxretriesperrequest", "retry.max_attempts", number},
    Row{"reconnectattempts", "retry.max_attempts", number},
    Row{"connectretry", "retry.max_attempts", number},
    Row{"retries", "retry.max_attempts", number},
    Row{"minretrybackoff", "retry.initial_backoff", duration},
    Row{"reconnectdelay", "retry.initial_backoff", duration},
    Row{"retrydelay", "retry.initial_backoff", duration},
    Row{"maxretrybackoff", "retry.max_backoff", duration},
    Row{"reconnectdelaymax", "retry.max_backoff", duration},
    Row{"retry", "retry.strategy", opaque},
    Row{"retryonerror", "retry.strategy", opaque},
    Row{"retryontimeout", "retry.strategy", opaque},
    Row{"retrystrategy", "retry.strategy", opaque},
    Row{"reconnectstrategy", "retry.strategy", opaque},

    Row{"addrs", "cluster.nodes", addresses},
    Row{"endpoints", "cluster.nodes", addresses},
    Row{"nodes", "cluster.nodes", addresses},
    Row{"rootnodes", "cluster.nodes", addresses},
    Row{"startupnodes", "cluster.nodes", addresses},
    Row{"clusternodes", "cluster.nodes", addresses},
    Row{"sentinels", "sentinel.nodes", addresses},
    Row{"sentineladdrs", "sentinel.nodes", addresses},
    Row{"mastername", "sentinel.master", text},
    Row{"servicename", "sentinel.master", text},
    Row{"sentinelmaster", "sentinel.master", text},
    Row{"healthcheckinterval", "monitoring.interval", duration},
    Row{"keyprefix", "key_prefix", text},
    Row{"namespace", "key_prefix", text},
};

constexpr std::array kInTls{
    Row{"ca", "tls.ca", secret_file},
    Row{"cafile", "tls.ca", secret_file},
    Row{"cert", "tls.certificate", secret_file},
    Row{"key", "tls.key", secret_file},
    Row{"enabled", "tls.enabled", boolean},
    Row{"verify", "tls.verify", verify_policy},
};

// Words that may stand between "redis" and one of these: REDIS_SESSION_HOST.
constexpr std::array<std::string_view, 13> kLastWords{"host",     "hostname", "port", "url", "uri",
                                                      "password", "pass",     "auth", "db",  "database",
                                                      "username", "user",     "token"};

// Variables of frameworks that speak of Redis without its name.
constexpr std::array<std::string_view, 4> kBrokerVariables{"celerybrokerurl", "brokerurl",
                                                           "celeryresultbackend", "resultbackend"};

std::optional<NamedSetting> find_row(std::span<const Row> rows, std::string_view canonical) {
  const auto found = std::ranges::find(rows, canonical, &Row::name);
  if (found == rows.end()) return std::nullopt;
  return NamedSetting{found->path, found->form};
}

// "authRedis_HOST2" -> auth, redis, host2.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t at = 0; at < name.size(); ++at) {
    const char c = name[at];
    const bool hump = is_upper(c) && at > 0 && is_lower(name[at - 1]);
    if ((hump || !is_alphanumeric(c)) && !words.back().empty()) words.emplace_back();
    if (is_alphanumeric(c)) words.back() += to_lower(c);
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool is_server_word(std::string_view word) noexcept {
  constexpr std::array<std::string_view, 4> kEnglish{"redistri", "redisco", "redispla", "redispat"};
  if (std::ranges::any_of(kEnglish, [word](std::string_view other) { return word.starts_with(other); })) {
    return false;
  }
  return word.starts_with("redis") || word.starts_with("valkey") || word.ends_with("redis");
}

// What follows the word redis: "rediss_port" is no setting, "redishost" is the host.
std::vector<std::string> words_after_redis(std::string_view name) {
  std::vector<std::string> words = words_of(name);
  const auto found = std::ranges::find_if(words, is_server_word);
  if (found == words.end()) return {};
  std::vector<std::string> rest(found + 1, words.end());
  const std::size_t known = found->starts_with("valkey") ? 6 : 5;
  if (found->size() > known && !found->ends_with("redis")) rest.insert(rest.begin(), found->substr(known));
  if (rest.empty()) rest.emplace_back("url");
  return rest;
}

ValueForm form_of(const SettingInfo& setting) noexcept {
  switch (setting.type) {
    case SettingType::boolean:
      return boolean;
    case SettingType::integer:
      return setting.path == "connection.port" ? port : number;
    case SettingType::host:
      return host;
    case SettingType::duration:
      return duration;
    case SettingType::secret:
      return setting.path == "connection.password" ? secret : secret_file;
    case SettingType::choice:
      return setting.path == "tls.verify" ? verify_policy : text;
    default:
      return text;
  }
}

std::optional<NamedSetting> catalogue_variable(std::string_view name) {
  const auto found = std::ranges::find(catalogue(), name, &SettingInfo::variable);
  if (found == catalogue().end()) return std::nullopt;
  return NamedSetting{found->path, form_of(*found)};
}

}  // namespace

std::string canonical_name(std::string_view name) {
  std::string canonical;
  for (const char c : name) {
    if (is_alphanumeric(c)) canonical += to_lower(c);
  }
  return canonical;
}

std::optional<NamedSetting> setting_of_argument(std::string_view name, bool in_tls) {
  const std::string canonical = canonical_name(name);
  if (in_tls) {
    if (const auto found = find_row(kInTls, canonical)) return found;
  }
  return find_row(kArguments, canonical);
}

std::optional<NamedSetting> setting_of_variable(std::string_view name) {
  if (const auto found = catalogue_variable(name)) return found;
  if (std::ranges::find(kBrokerVariables, canonical_name(name)) != kBrokerVariables.end()) {
    return NamedSetting{"connection.url", url};
  }
  const std::vector<std::string> words = words_after_redis(name);
  if (words.empty()) return std::nullopt;
  std::string rest;
  for (const std::string& word : words) rest += word;
  if (const auto found = setting_of_argument(rest)) return found;
  if (std::ranges::find(kLastWords, words.back()) != kLastWords.end())
    return setting_of_argument(words.back());
  if (is_secret_name(name)) return NamedSetting{"connection.password", secret};
  return std::nullopt;
}

std::string other_setting(std::string_view variable) { return "other." + lower_case(variable); }

bool is_redis_name(std::string_view name) { return std::ranges::any_of(words_of(name), is_server_word); }

bool is_tls_name(std::string_view name) {
  const std::string canonical = canonical_name(name);
  return canonical == "tls" || canonical == "ssl" || canonical == "tlsconfig" || canonical == "sslparams" ||
         canonical == "tlsoptions" || canonical == "ssloptions";
}

bool is_secret_name(std::string_view name) {
  constexpr std::array<std::string_view, 6> kSecretWords{"password", "passwd", "passphrase",
                                                         "secret",   "token",  "requirepass"};
  const std::string canonical = canonical_name(name);
  return std::ranges::any_of(kSecretWords, [&canonical](std::string_view word) {
    return canonical.find(word) != std::string::npos;
  });
}

}  // namespace redisconf::compiler::scan

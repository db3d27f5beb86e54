// Query parameters. Only db is one here; for what other clients take, the setting is named.
#include "redisconf/config/catalogue.h"
#include "redisconf/config/suggest.h"
#include "url_parts.h"

#include <algorithm>
#include <vector>

namespace redisconf::url_parts {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

struct Parameter {
  std::string_view name;     // lower case, without _ and -
  std::string_view shown;    // as clients spell it
  std::string_view setting;  // empty where there is none
};

constexpr std::array kParameters{
    // Of redis-py, valkey-py, Celery.
    Parameter{"sslcertreqs", "ssl_cert_reqs", "tls.verify"},
    Parameter{"sslcheckhostname", "ssl_check_hostname", "tls.verify"},
    Parameter{"sslcacerts", "ssl_ca_certs", "tls.ca"},
    Parameter{"sslcapath", "ssl_ca_path", "tls.ca"},
    Parameter{"sslcadata", "ssl_ca_data", "tls.ca"},
    Parameter{"sslcertfile", "ssl_certfile", "tls.certificate"},
    Parameter{"sslkeyfile", "ssl_keyfile", "tls.key"},
    Parameter{"sslkeypassword", "ssl_keyfile_password", "tls.key"},
    Parameter{"sockettimeout", "socket_timeout", "timeouts.command"},
    Parameter{"socketconnecttimeout", "socket_connect_timeout", "timeouts.connect"},
    Parameter{"maxconnections", "max_connections", "pool.connections"},
    Parameter{"retryontimeout", "retry_on_timeout", "retry.max_attempts"},
    Parameter{"clientname", "client_name", "connection.client_name"},
    Parameter{"protocol", "protocol", ""},
    // Of go-redis, redigo, rueidis.
    Parameter{"skipverify", "skip_verify", "tls.verify"},
    Parameter{"tlsskipverify", "tls_skip_verify", "tls.verify"},
    Parameter{"insecureskipverify", "insecure_skip_verify", "tls.verify"},
    Parameter{"servername", "server_name", "tls.server_name"},
    Parameter{"dialtimeout", "dial_timeout", "timeouts.connect"},
    Parameter{"readtimeout", "read_timeout", "timeouts.command"},
    Parameter{"writetimeout", "write_timeout", "timeouts.command"},
    Parameter{"poolsize", "pool_size", "pool.connections"},
    Parameter{"maxactiveconns", "max_active_conns", "pool.connections"},
    Parameter{"maxretries", "max_retries", "retry.max_attempts"},
    Parameter{"minretrybackoff", "min_retry_backoff", "retry.initial_backoff"},
    Parameter{"maxretrybackoff", "max_retry_backoff", "retry.max_backoff"},
    Parameter{"addr", "addr", "cluster.nodes"},
    // Of ioredis, node-redis, lettuce, Jedis, redis-plus-plus, Predis, phpredis and others.
    Parameter{"rejectunauthorized", "rejectUnauthorized", "tls.verify"},
    Parameter{"sslverify", "ssl_verify", "tls.verify"},
    Parameter{"verifypeer", "verify_peer", "tls.verify"},
    Parameter{"verifymode", "verify_mode", "tls.verify"},
    Parameter{"verify", "verify", "tls.verify"},
    Parameter{"insecure", "insecure", "tls.verify"},
    Parameter{"cafile", "cafile", "tls.ca"},
    Parameter{"cacert", "cacert", "tls.ca"},
    Parameter{"tlsca", "tls_ca", "tls.ca"},
    Parameter{"cert", "cert", "tls.certificate"},
    Parameter{"tlscert", "tls_cert", "tls.certificate"},
    Parameter{"tlskey", "tls_key", "tls.key"},
    Parameter{"sni", "sni", "tls.server_name"},
    Parameter{"ssl", "ssl", "tls.enabled"},
    Parameter{"tls", "tls", "tls.enabled"},
    Parameter{"timeout", "timeout", "timeouts.command"},
    Parameter{"commandtimeout", "commandTimeout", "timeouts.command"},
    Parameter{"connecttimeout", "connect_timeout", "timeouts.connect"},
    Parameter{"connectiontimeout", "connection_timeout", "timeouts.connect"},
    Parameter{"maxretriesperrequest", "maxRetriesPerRequest", "retry.max_attempts"},
    Parameter{"database", "database", "connection.database"},
    Parameter{"user", "user", "connection.username"},
    Parameter{"username", "username", "connection.username"},
    Parameter{"password", "password", "connection.password"},
    Parameter{"auth", "auth", "connection.password"},
    Parameter{"cluster", "cluster", "cluster.enabled"},
};

// connectTimeout, connect_timeout and connect-timeout are one.
std::string plain_name(std::string_view name) {
  std::string plain = lower_case(name);
  std::erase_if(plain, [](char c) { return c == '_' || c == '-'; });
  return plain;
}

std::string fix_for(const Parameter& parameter) {
  if (parameter.setting.empty()) return "remove it: the client chooses it by itself";
  if (parameter.setting == "connection.database")
    return "write the database behind the host: redis://HOST:6379/1";
  if (parameter.setting == "tls.enabled") return "remove it, and write rediss:// for TLS";
  if (parameter.setting.starts_with("connection.") && parameter.setting != "connection.client_name") {
    return "write it before the host: redis://USER:PASSWORD@HOST";
  }
  std::string fix = "remove it, and set " + std::string(parameter.setting) + " in the schema";
  const SettingInfo* const setting = find_setting(parameter.setting);
  if (setting != nullptr) fix.append(" or the variable ").append(setting->variable);
  return fix;
}

UrlFault refuse(const Parameter& parameter) {
  std::string reason = "has the parameter " + std::string(parameter.shown);
  if (parameter.setting.empty()) {
    reason += ", for which there is no setting";
  } else {
    reason.append(": the setting to use is ").append(parameter.setting);
  }
  return {std::move(reason), fix_for(parameter)};
}

// Names of parameters are words in lower case; anything else may be a piece of a password.
bool is_harmless(std::string_view name) noexcept {
  constexpr std::size_t kLongestName = 32;
  return name.size() <= kLongestName &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::string_view likely_name(std::string_view plain) {
  std::vector<std::string_view> names{"db"};
  for (const Parameter& parameter : kParameters) names.push_back(parameter.name);
  const std::string_view nearest = nearest_name(plain, names);
  const auto* const known = std::ranges::find(kParameters, nearest, &Parameter::name);
  return known == kParameters.end() ? nearest : known->shown;
}

UrlFault refuse_unknown(std::string_view name, const std::string& plain, bool may_show) {
  UrlFault fault{"has an unknown parameter", "remove it: db is the only one"};
  if (!may_show || !is_harmless(name)) return fault;
  fault.reason.append(" ").append(name);
  const std::string_view likely = likely_name(plain);
  if (!likely.empty()) fault.reason.append("; did you mean ").append(likely).append("?");
  return fault;
}

Fault read_parameter(std::string_view text, bool may_show_names, RedisUrl& url) {
  const auto equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  if (name == "db" && equals != kNowhere) return read_database(text.substr(equals + 1), url);
  if (name.empty() || name == "db") {
    return UrlFault{"has a parameter without a name or a value", "write ?db=1, or remove the ?"};
  }
  const std::string plain = plain_name(name);
  const auto* const known = std::ranges::find(kParameters, plain, &Parameter::name);
  if (known != kParameters.end()) return refuse(*known);
  return refuse_unknown(name, plain, may_show_names && equals != kNowhere);
}

}  // namespace

Fault read_query(std::string_view query, bool may_show_names, RedisUrl& url) {
  while (true) {
    const auto end = query.find('&');
    if (Fault fault = read_parameter(query.substr(0, end), may_show_names, url)) return fault;
    if (end == kNowhere) return {};
    query.remove_prefix(end + 1);
  }
}

}  // namespace redisconf::url_parts

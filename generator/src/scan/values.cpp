#include "scan/values.h"

#include <redisconf/config/value.h>

#include <algorithm>
#include <array>

#include "scan/characters.h"
#include "scan/redis_url.h"
#include "scan/value_text.h"

namespace redisconf::compiler::scan {
namespace {

// The variable that stands before its fallback, or the literal alone.
Value value_with(const RawValue& raw, LiteralText literal) {
  Value value;
  value.secret = literal.secret;
  if (raw.variable.empty()) {
    value.source = literal.text == kComputed ? ValueSource::computed : ValueSource::literal;
    value.text = std::move(literal.text);
    return value;
  }
  value.source = ValueSource::variable;
  value.variable = raw.variable;
  if (raw.fallback) value.fallback = std::move(literal.text);
  return value;
}

NamedValue computed(std::string_view setting) {
  return {std::string(setting), Value{ValueSource::computed, std::string(kComputed), {}, {}, false}};
}

NamedValue plain_setting(const NamedSetting& setting, TimeUnit unit, const RawValue& raw) {
  const bool has_literal = raw.variable.empty() ? raw.kind != RawKind::computed : raw.fallback;
  if (!has_literal && raw.variable.empty()) return computed(setting.path);
  if (raw.kind == RawKind::computed)
    return {std::string(setting.path), value_with(raw, {std::string(kComputed)})};
  return {std::string(setting.path), value_with(raw, literal_text(setting.form, unit, raw))};
}

void add_part(std::vector<NamedValue>& values, std::string_view setting, const UrlPart& part,
              const RawValue& raw) {
  if (part.state == PartState::absent) return;
  std::string text = part.state == PartState::literal    ? part.text
                     : part.state == PartState::computed ? std::string(kComputed)
                                                         : std::string(kUnreadable);
  values.push_back({std::string(setting), value_with(raw, {std::move(text)})});
}

void add_query(std::vector<NamedValue>& values, const RedisUrl& url, TimeUnit unit, const RawValue& raw) {
  for (const auto& [name, text] : url.query) {
    const auto setting = setting_of_argument(name, name == "cert" || name == "ca");
    if (!setting || setting->form == ValueForm::url) continue;
    RawValue part = raw;
    part.kind = RawKind::text;
    part.text = text;
    values.push_back(plain_setting(*setting, unit, part));
  }
}

void add_url_parts(std::vector<NamedValue>& values, const RedisUrl& url, TimeUnit unit, const RawValue& raw) {
  if (!url.unix_socket) values.push_back({"tls.enabled", value_with(raw, {url.tls ? "true" : "false"})});
  add_part(values, url.unix_socket ? "connection.socket" : "connection.host", url.host, raw);
  add_part(values, "cluster.nodes", url.nodes, raw);
  add_part(values, "connection.port", url.port, raw);
  add_part(values, "connection.database", url.database, raw);
  add_part(values, "connection.username", url.username, raw);
  if (url.password.state != PartState::absent) {
    const bool literal = url.password.state == PartState::literal;
    values.push_back(
        {"connection.password", value_with(raw, {std::string(literal ? kMasked : kComputed), literal})});
  }
  add_query(values, url, unit, raw);
}

std::vector<NamedValue> address_settings(const RawValue& raw) {
  HostAndPort parts;
  std::vector<NamedValue> values;
  std::string_view text = raw.text;
  if (text.starts_with(':')) {  // Go's ":6379" is this machine
    parts.host = {PartState::literal, "localhost"};
    text.remove_prefix(1);
    parts.port = is_port_text(text) ? UrlPart{PartState::literal, std::string(text)}
                                    : UrlPart{PartState::unreadable, {}};
  } else if (!split_address(text, parts)) {
    parts = {{PartState::unreadable, {}}, {}};
  }
  add_part(values, "connection.host", parts.host, raw);
  add_part(values, "connection.port", parts.port, raw);
  return values;
}

// Databases and switches of "host:6380,ssl=True" by their names there.
void add_connection_option(std::vector<NamedValue>& values, std::string_view option, const RawValue& raw) {
  const auto equals = option.find('=');
  if (equals == std::string_view::npos) return;
  const auto setting = setting_of_argument(trimmed(option.substr(0, equals)));
  if (!setting) return;
  RawValue part = raw;
  part.text = trimmed(option.substr(equals + 1));
  values.push_back(plain_setting(*setting, TimeUnit::milliseconds, part));
}

bool speaks_of_other_protocol(const RawValue& raw) {
  return raw.kind == RawKind::text && raw.text.find("://") != std::string::npos &&
         find_redis_url(raw.text) == std::string::npos;
}

// What a variable that holds a URL says: its name, and every part of its fallback.
std::vector<NamedValue> url_settings(TimeUnit unit, const RawValue& raw) {
  const bool literal_text = raw.kind == RawKind::text && (raw.variable.empty() || raw.fallback);
  if (literal_text && raw.text.starts_with("tcp://")) {  // as redis-plus-plus writes it
    RawValue redis = raw;
    redis.text.replace(0, 3, "redis");
    return settings_of_url(unit, redis);
  }
  if (literal_text && speaks_of_other_protocol(raw)) return {};
  if (literal_text && find_redis_url(raw.text) == 0) return settings_of_url(unit, raw);
  if (literal_text && is_connection_list(raw.text)) return settings_of_connection_list(raw);
  HostAndPort parts;
  if (literal_text && raw.text.find(':') != std::string::npos && split_address(raw.text, parts)) {
    return address_settings(raw);
  }
  if (raw.variable.empty()) return {};
  RawValue masked = raw;
  masked.kind = RawKind::computed;
  return {plain_setting({"connection.url", ValueForm::url}, unit, masked)};
}

// "a:1,b:2"; one node alone is the server.
std::vector<NamedValue> nodes_settings(const NamedSetting& setting, const RawValue& raw) {
  if (raw.text.find(',') == std::string::npos) return address_settings(raw);
  const RedisUrl url = parse_redis_url("redis://" + raw.text);
  std::vector<NamedValue> values;
  add_part(values, setting.path, url.readable ? url.nodes : UrlPart{PartState::unreadable, {}}, raw);
  return values;
}

}  // namespace

std::vector<NamedValue> settings_of(const NamedSetting& setting, TimeUnit unit, const RawValue& raw) {
  const bool has_text = raw.kind == RawKind::text && (raw.variable.empty() || raw.fallback);
  if (setting.form == ValueForm::url) return url_settings(unit, raw);
  // A URL is a URL also where a host belongs.
  if (has_text && setting.form != ValueForm::secret && find_redis_url(raw.text) == 0) {
    return settings_of_url(unit, raw);
  }
  if (setting.form == ValueForm::addresses && has_text) return nodes_settings(setting, raw);
  const bool address = setting.form == ValueForm::address || setting.form == ValueForm::host;
  if (has_text && address && raw.text.find(':') != std::string::npos && !is_address(raw.text)) {
    return address_settings(raw);
  }
  return {plain_setting(setting, unit, raw)};
}

std::vector<NamedValue> settings_of_variable(std::string_view name, TimeUnit unit, const RawValue& raw) {
  if (const auto setting = setting_of_variable(name)) return settings_of(*setting, unit, raw);
  if (!is_redis_name(name) || !is_name(name)) return {};
  NamedValue other = plain_setting({"", ValueForm::opaque}, unit, raw);
  other.setting = other_setting(name);
  return {std::move(other)};
}

std::vector<NamedValue> settings_of_url(TimeUnit unit, const RawValue& raw) {
  const RedisUrl url = parse_redis_url(raw.text);
  std::vector<NamedValue> values;
  if (!url.readable || !raw.variable.empty()) {
    LiteralText shown{masked_url(url), url.secret};
    if (!url.readable && url.secret) shown.text = "(unreadable, perhaps with a password)";
    values.push_back({"connection.url", value_with(raw, std::move(shown))});
  }
  if (url.readable) add_url_parts(values, url, unit, raw);
  return values;
}

bool is_connection_list(const std::string& text) {
  const std::string lower = lower_case(std::string_view(text).substr(0, 4096));
  if (lower.find(',') == std::string::npos || lower.find_first_of(" \t\n") < lower.find(',')) return false;
  constexpr std::array<std::string_view, 5> kOptions{
      ",password=", ",ssl=", ",abortconnect=", ",synctimeout=", ",defaultdatabase="};
  const bool options = std::ranges::any_of(
      kOptions, [&lower](std::string_view option) { return lower.find(option) != std::string::npos; });
  HostAndPort parts;
  return options && split_address(std::string_view(text).substr(0, text.find(',')), parts);
}

std::vector<NamedValue> settings_of_connection_list(const RawValue& raw) {
  const std::string_view text = raw.text;
  RawValue first = raw;
  first.text = text.substr(0, text.find(','));
  std::vector<NamedValue> values = address_settings(first);
  for (std::size_t begin = first.text.size() + 1; begin < text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    add_connection_option(values, text.substr(begin, end - begin), raw);
    begin = end + 1;
  }
  return values;
}

}  // namespace redisconf::compiler::scan

#include "scan/redis_url.h"

#include <algorithm>
#include <array>

#include "scan/characters.h"
#include "scan/finding.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
constexpr std::array<std::string_view, 4> kSchemes{"rediss", "redis", "valkeys", "valkey"};
constexpr std::array<std::string_view, 4> kVariants{"sentinel", "socket", "cluster", "unix"};

bool is_scheme_part(char c) noexcept { return is_alphanumeric(c) || c == '+' || c == '-' || c == '.'; }

// "redis", "rediss+sentinel", "redis-socket".
bool is_redis_scheme(std::string_view scheme) noexcept {
  const auto* const base =
      std::ranges::find_if(kSchemes, [scheme](std::string_view name) { return scheme.starts_with(name); });
  if (base == kSchemes.end()) return false;
  scheme.remove_prefix(base->size());
  if (scheme.empty()) return true;
  return (scheme[0] == '+' || scheme[0] == '-') &&
         std::ranges::find(kVariants, scheme.substr(1)) != kVariants.end();
}

bool is_unix_url(std::string_view scheme, std::string_view rest) {
  if (scheme != "unix") return false;
  const std::string path = lower_case(rest.substr(0, 256));
  return path.find("redis") != kNowhere || path.find("valkey") != kNowhere;
}

UrlPart part_of(std::string_view text, bool (*accepts)(std::string_view) noexcept) {
  if (text.empty()) return {};
  if (text.find(kHole) != kNowhere) return {PartState::computed, {}};
  if (!accepts(text)) return {PartState::unreadable, {}};
  return {PartState::literal, std::string(text)};
}

bool is_user_text(std::string_view text) noexcept {
  return text.size() <= 64 && std::ranges::all_of(text, [](char c) {
           return is_alphanumeric(c) || c == '_' || c == '-' || c == '.';
         });
}

bool is_database_text(std::string_view text) noexcept {
  return text.size() <= 5 && std::ranges::all_of(text, is_digit);
}

bool is_path_text(std::string_view text) noexcept {
  return text.size() <= 256 && std::ranges::all_of(text, [](char c) {
           return is_alphanumeric(c) || c == '/' || c == '_' || c == '-' || c == '.';
         });
}

void read_credentials(std::string_view credentials, RedisUrl& url) {
  const auto colon = credentials.find(':');
  // Without a colon, or with nothing after it, clients disagree on which of both it is.
  const bool named = colon != kNowhere && colon + 1 < credentials.size();
  const std::string_view password = named ? credentials.substr(colon + 1) : credentials.substr(0, colon);
  if (named) url.username = part_of(credentials.substr(0, colon), is_user_text);
  if (password.empty()) return;
  const bool computed = password.find_first_not_of(kHole) == kNowhere;
  url.password.state = computed ? PartState::computed : PartState::literal;
  url.secret = !computed;
}

bool read_nodes(std::string_view hosts, RedisUrl& url) {
  bool ports = false;
  for (std::size_t begin = 0; begin <= hosts.size();) {
    const std::size_t end = std::min(hosts.find(',', begin), hosts.size());
    HostAndPort parts;
    if (!split_address(hosts.substr(begin, end - begin), parts)) return false;
    // "user:12,345" is the start of a password: nodes have a port each, or none has one.
    const bool has_port = parts.port.state != PartState::absent;
    if (begin > 0 && has_port != ports) return false;
    ports = has_port;
    begin = end + 1;
  }
  const bool computed = hosts.find(kHole) != kNowhere;
  url.nodes = {computed ? PartState::computed : PartState::literal,
               computed ? std::string{} : std::string(hosts)};
  return true;
}

void read_query(std::string_view query, RedisUrl& url) {
  query = query.substr(0, query.find('#'));
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    const auto equals = pair.find('=');
    if (equals != kNowhere && is_name(pair.substr(0, equals))) {
      url.query.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
}

bool read_authority(std::string_view authority, RedisUrl& url) {
  const auto at = authority.rfind('@');
  if (at != kNowhere) read_credentials(authority.substr(0, at), url);
  const std::string_view hosts = at == kNowhere ? authority : authority.substr(at + 1);
  if (hosts.find(',') != kNowhere) return read_nodes(hosts, url);
  HostAndPort parts;
  if (!hosts.empty() && !split_address(hosts, parts)) return false;
  url.host = std::move(parts.host);
  url.port = std::move(parts.port);
  return true;
}

// A URL that nobody can take apart: whatever stands before an @ may be a password.
RedisUrl unreadable(std::string_view rest) {
  RedisUrl url;
  const auto at = rest.rfind('@');
  const auto colon = rest.find(':');
  const bool credentials = at != kNowhere && rest.substr(0, at).find_first_not_of("\x01:/") != kNowhere;
  url.secret = credentials || (at == kNowhere && colon != kNowhere && rest.find(kHole) == kNowhere);
  return url;
}

RedisUrl parse_unix(std::string_view rest) {
  RedisUrl url;
  url.unix_socket = true;
  const auto at = rest.rfind('@');
  if (at != kNowhere) read_credentials(rest.substr(0, at), url);
  if (at != kNowhere) rest.remove_prefix(at + 1);
  const auto question = std::min(rest.find('?'), rest.size());
  url.host = part_of(rest.substr(0, question), is_path_text);
  if (url.host.state == PartState::unreadable) return unreadable(rest);
  if (question < rest.size()) read_query(rest.substr(question + 1), url);
  url.readable = true;
  return url;
}

std::string shown(const UrlPart& part, std::string_view before) {
  if (part.state == PartState::absent) return {};
  const std::string_view text = part.state == PartState::literal ? std::string_view(part.text) : "…";
  return std::string(before) + std::string(text);
}

}  // namespace

bool is_host_text(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 253 && is_alphanumeric(text.back()) &&
         std::ranges::all_of(
             text, [](char c) { return is_alphanumeric(c) || c == '.' || c == '-' || c == '_' || c == ':'; });
}

bool is_port_text(std::string_view text) noexcept {
  if (text.empty() || text.size() > 5 || !std::ranges::all_of(text, is_digit)) return false;
  int port = 0;
  for (const char c : text) port = port * 10 + (c - '0');
  return port >= 1 && port <= 65535;
}

bool split_address(std::string_view text, HostAndPort& parts) {
  std::string_view port;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == kNowhere) return false;
    port = text.substr(close + 1);
    text = text.substr(1, close - 1);
    if (!port.empty() && !port.starts_with(':')) return false;
    if (!port.empty()) port.remove_prefix(1);
  } else if (const auto colon = text.find(':'); colon != kNowhere) {
    port = text.substr(colon + 1);
    text = text.substr(0, colon);
  }
  parts.host = part_of(text, is_host_text);
  parts.port = part_of(port, is_port_text);
  return parts.host.state != PartState::unreadable && parts.port.state != PartState::unreadable;
}

std::size_t find_redis_url(std::string_view text, std::size_t from) noexcept {
  for (std::size_t colon = text.find("://", from); colon != kNowhere; colon = text.find("://", colon + 3)) {
    std::size_t begin = colon;
    while (begin > from && colon - begin < 24 && is_scheme_part(text[begin - 1])) --begin;
    const std::string scheme = lower_case(text.substr(begin, colon - begin));
    if (is_redis_scheme(scheme) || is_unix_url(scheme, text.substr(colon + 3))) return begin;
  }
  return kNowhere;
}

RedisUrl parse_redis_url(std::string_view text) {
  const auto colon = text.find("://");
  if (colon == kNowhere) return {};
  const std::string scheme = lower_case(text.substr(0, colon));
  std::string_view rest = text.substr(colon + 3);
  const bool broken = rest.find_first_of(" \t\r\n\"'`\\") != kNowhere;
  if (scheme == "unix" || scheme.ends_with("socket") || scheme.ends_with("unix")) {
    return broken ? unreadable(rest) : parse_unix(rest);
  }
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  // An @ after the authority: the password holds one of / ? #, and its end is anyone's guess.
  if (broken || rest.substr(end).find('@') != kNowhere) return unreadable(rest);
  RedisUrl url;
  const std::string base = scheme.substr(0, scheme.find_first_of("+-"));
  url.tls = base == "rediss" || base == "valkeys";
  if (!read_authority(rest.substr(0, end), url)) return unreadable(rest);
  rest.remove_prefix(end);
  const std::size_t question = std::min(rest.find_first_of("?#"), rest.size());
  std::string_view path = rest.substr(0, question);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (!path.empty()) url.database = part_of(path.substr(1), is_database_text);
  if (question < rest.size() && rest[question] == '?') read_query(rest.substr(question + 1), url);
  url.readable = true;
  return url;
}

std::string masked_url(const RedisUrl& url) {
  if (!url.readable) return std::string(kUnreadable);
  std::string text = url.unix_socket ? "unix://" : url.tls ? "rediss://" : "redis://";
  const bool signs_in = url.password.state != PartState::absent || url.username.state != PartState::absent;
  if (signs_in) text += shown(url.username, "") + ':' + std::string(kMasked) + '@';
  text += shown(url.nodes, "");
  const bool bare_address = url.host.text.find(':') != std::string::npos;
  text += bare_address ? '[' + url.host.text + ']' : shown(url.host, "");
  return text + shown(url.port, ":") + shown(url.database, "/");
}

}  // namespace redisconf::compiler::scan

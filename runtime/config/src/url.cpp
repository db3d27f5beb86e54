#include "redisconf/config/url.h"

#include "redisconf/config/value.h"
#include "url_parts.h"

#include <sys/un.h>

#include <algorithm>
#include <utility>

namespace redisconf {
namespace {

using url_parts::DecodedPart;
using url_parts::Fault;
using url_parts::UrlFault;

constexpr std::size_t kNowhere = std::string_view::npos;
constexpr std::string_view kSeparator = "://";
constexpr std::string_view kSchemeFix =
    "begin with redis://HOST:6379, or rediss://HOST:6379 for TLS; unix:///path/to/socket for a socket";

struct Scheme {
  std::string_view name;
  bool tls = false;
  bool socket = false;
  bool memory = false;
};

constexpr std::array kSchemes{
    Scheme{"redis"},
    Scheme{"rediss", true},
    Scheme{"valkey"},
    Scheme{"valkeys", true},
    Scheme{"unix", false, true},
    Scheme{"redis+unix", false, true},
    Scheme{"redis-socket", false, true},  // of lettuce
    Scheme{"redis+socket", false, true},  // of Celery
    Scheme{"memory", false, false, true},
};

bool contains(std::string_view text, std::string_view part) noexcept { return text.find(part) != kNowhere; }

bool is_scheme(std::string_view text) noexcept {
  return !text.empty() && url_parts::is_letter(text.front()) && std::ranges::all_of(text, [](char c) {
    return url_parts::is_letter(c) || url_parts::is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

// Schemes that are not ours, but are met where a Redis URL belongs.
UrlFault foreign_scheme(std::string_view scheme) {
  if (scheme == "http" || scheme == "https") {
    return {"is an HTTP address, as Upstash gives for its REST interface: Redis is not spoken there",
            "use the rediss:// address that the provider gives beside it"};
  }
  if (scheme == "tcp") {
    return {"has the scheme tcp: Kubernetes sets such variables for a service that is called redis",
            "write redis://HOST:PORT; or give the service another name, or set enableServiceLinks: false"};
  }
  if (contains(scheme, "sentinel")) {
    return {"names Sentinels, which a URL can't do here", "name the server itself: redis://HOST:6379"};
  }
  if (contains(scheme, "cluster")) {
    return {"has a scheme for clusters: the setting to use is cluster.enabled",
            "write redis:// or rediss://, and set cluster.enabled"};
  }
  return {"has an unknown scheme", std::string(kSchemeFix)};
}

// Azure hands over "host:6380,password=...,ssl=True", for StackExchange.Redis.
bool is_connection_string(const std::string& lower) noexcept {
  return !contains(lower, kSeparator) &&
         (contains(lower, ",password=") || contains(lower, ",ssl=") || contains(lower, ",abortconnect=") ||
          lower.starts_with("password="));
}

UrlFault no_scheme(std::string_view text) {
  if (is_connection_string(url_parts::lower_case(text.substr(0, kMaxUrlBytes)))) {
    return {"is a connection string for StackExchange.Redis, as Azure gives, and no URL: it has no scheme",
            "write rediss://:PASSWORD@HOST:6380, with each / of the password as %2F"};
  }
  const std::string scheme = url_parts::lower_case(text.substr(0, text.find(':')));
  if (scheme.size() < text.size() && std::ranges::find(kSchemes, scheme, &Scheme::name) != kSchemes.end()) {
    return {"has no // behind its scheme", std::string(kSchemeFix)};
  }
  return {"has no scheme in front", std::string(kSchemeFix)};
}

Fault check_text(std::string_view text) {
  if (text.empty()) return UrlFault{"is empty", std::string(kSchemeFix)};
  if (text.size() > kMaxUrlBytes) {
    return UrlFault{"is longer than 4096 bytes", "check what it was made of; a URL has some hundred bytes"};
  }
  const auto is_quote = [](char c) { return c == '"' || c == '\'' || c == '`'; };
  if (is_quote(text.front()) || is_quote(text.back())) {
    return UrlFault{"stands in quotes, or has a quote at one end",
                    "remove it: .env files of Docker and YAML in YAML keep quotes as part of the value"};
  }
  return url_parts::check_characters(text);
}

Fault read_scheme(std::string_view text, RedisUrl& url, Scheme& scheme) {
  const auto separator = text.find(kSeparator);
  const std::string_view name = text.substr(0, separator);
  if (separator == kNowhere || !is_scheme(name)) return no_scheme(text);
  url.scheme = url_parts::lower_case(name);
  const auto* const known = std::ranges::find(kSchemes, url.scheme, &Scheme::name);
  if (known == kSchemes.end()) return foreign_scheme(url.scheme);
  url.tls = known->tls;
  scheme = *known;
  return {};
}

// Where a password ends is certain only when one @ stands in the authority and none behind it.
Fault check_at_signs(std::string_view authority, std::string_view rest) {
  if (authority.find('@') != authority.rfind('@')) {
    return UrlFault{"has more than one @: an @ in a password must be written %40",
                    "percent-escape the user name and the password"};
  }
  if (!contains(rest, "@")) return {};
  const std::string_view first = rest.substr(0, 1);
  const std::string_view escape = first == "/" ? "%2F" : first == "?" ? "%3F" : "%23";
  return UrlFault{"has an @ behind the first " + std::string(first) + ": a " + std::string(first) +
                      " in a password must be written " + std::string(escape),
                  "percent-escape the user name and the password; elsewhere write @ as %40"};
}

Fault read_socket(std::string_view encoded, RedisUrl& url) {
  const DecodedPart path(encoded);
  if (Fault fault = path.fault()) return fault;
  const std::string_view text = path.text();
  if (text.size() < 2 || text.ends_with('/')) {
    return UrlFault{"has no path of a socket", "write three slashes before it: unix:///run/redis.sock"};
  }
  if (text.size() >= sizeof(sockaddr_un::sun_path)) {
    return UrlFault{"has a path that is too long for a socket", "use one of at most 107 bytes"};
  }
  if (parse_value(*find_setting("connection.client_name"), text).fault != ValueFault::none) {
    return UrlFault{"has a control character in its path", "remove the escape; it is often a line end, %0A"};
  }
  url.socket = std::string(text);
  return {};
}

Fault read_path(std::string_view path, RedisUrl& url) {
  if (path.empty() || path == "/") return {};
  if (contains(path.substr(1), "/")) {
    return UrlFault{"has more than a database behind its host", "write one number: redis://HOST:6379/0"};
  }
  return url_parts::read_database(path.substr(1), url);
}

Fault read_memory(std::string_view authority, RedisUrl& url) {
  if (contains(authority, "@")) {
    return UrlFault{"has a user or a password for memory://, which asks for none",
                    "remove all up to the @: memory://NAME"};
  }
  std::string name = url_parts::lower_case(authority);
  if (memory_server_name(std::string(kMemoryPrefix) + name).empty()) {
    return UrlFault{"has no name of a server behind memory://",
                    "write 1 to 64 letters, digits, - _ and dots: memory://tests"};
  }
  url.host = std::move(name);
  return {};
}

Fault read_authority(std::string_view authority, const Scheme& scheme, RedisUrl& url) {
  if (scheme.memory) return read_memory(authority, url);
  const bool socket = scheme.socket;
  const auto at = authority.find('@');
  if (at != kNowhere) {
    if (Fault fault = url_parts::read_userinfo(authority.substr(0, at), url)) return fault;
    authority.remove_prefix(at + 1);
  }
  if (!socket) return url_parts::read_endpoint(authority, url);
  if (authority.empty()) return {};
  return UrlFault{"names a host for a Unix socket",
                  "write three slashes before the path: unix:///run/redis.sock"};
}

Fault read_url(std::string_view text, RedisUrl& url) {
  if (Fault fault = check_text(text)) return fault;
  Scheme scheme;
  if (Fault fault = read_scheme(text, url, scheme)) return fault;
  text.remove_prefix(url.scheme.size() + kSeparator.size());
  const std::string_view authority = text.substr(0, text.find_first_of("/?#"));
  const std::string_view rest = text.substr(authority.size());
  if (Fault fault = check_at_signs(authority, rest)) return fault;
  if (Fault fault = read_authority(authority, scheme, url)) return fault;
  if (contains(rest, "#")) {
    return UrlFault{"has a fragment, which means nothing to Redis",
                    "remove the # and what follows it; in a password write # as %23, and an @ behind it"};
  }
  const std::string_view path = rest.substr(0, rest.find('?'));
  if (Fault fault = scheme.socket ? read_socket(path, url) : read_path(path, url)) return fault;
  if (path.size() == rest.size()) return {};
  return url_parts::read_query(rest.substr(path.size() + 1), !contains(text, "@"), url);
}

}  // namespace

std::string_view memory_server_name(std::string_view socket) noexcept {
  constexpr std::size_t kLongest = 64;
  if (!socket.starts_with(kMemoryPrefix)) return {};
  const std::string_view name = socket.substr(kMemoryPrefix.size());
  const auto is_fit = [](char c) {
    return (c >= 'a' && c <= 'z') || url_parts::is_digit(c) || c == '-' || c == '_' || c == '.';
  };
  return name.size() <= kLongest && std::ranges::all_of(name, is_fit) ? name : std::string_view();
}

ParsedUrl parse_redis_url(std::string_view text) {
  ParsedUrl parsed;
  if (Fault fault = read_url(text, parsed.url)) {
    parsed = {};  // no half of a refused URL is used
    parsed.error = std::move(fault->reason);
    parsed.fix = std::move(fault->fix);
  }
  return parsed;
}

}  // namespace redisconf

// Who signs in, and where: user:password@host:port.
#include "redisconf/config/value.h"
#include "url_parts.h"

#include <algorithm>
#include <span>

namespace redisconf::url_parts {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

ParsedValue parse_as(std::string_view setting, std::string_view text) noexcept {
  return parse_value(*find_setting(setting), text);
}

int standard_port() noexcept {
  return static_cast<int>(parse_as("connection.port", find_setting("connection.port")->standard).number);
}

Fault read_port(std::string_view text, RedisUrl& url) {
  const ParsedValue port = parse_as("connection.port", text);
  switch (port.fault) {
    case ValueFault::none:
      url.port = static_cast<int>(port.number);
      url.port_given = true;
      return {};
    case ValueFault::empty:
      return UrlFault{"has no port after the last colon", "write the port, or remove the colon"};
    case ValueFault::leading_zero:
      return UrlFault{"has a port with a leading zero", "write it without zeros in front"};
    case ValueFault::out_of_range:
      return UrlFault{"has a port that is out of range", "write a port from 1 to 65535"};
    default:
      return UrlFault{"has a port that is not a number",
                      "write a port from 1 to 65535; an @ must follow a password"};
  }
}

Fault read_ipv6(std::string_view address, RedisUrl& url) {
  if (address.find('%') != kNowhere) {
    return UrlFault{"has an IPv6 address with a zone id, which only this one machine understands",
                    "remove the % and what follows it, or use a host name"};
  }
  if (address.find(':') == kNowhere || !is_address(address)) {
    return UrlFault{"has no IPv6 address in its brackets",
                    "write an IPv6 address there: [2001:db8::1]; names and IPv4 addresses take no brackets"};
  }
  url.host = lower_case(address);
  return {};
}

// getaddrinfo() reads 127.1 and 0x7f000001 as addresses too.
bool ends_in_number(std::string_view host) noexcept {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return std::ranges::all_of(last, is_digit) || last.starts_with("0x");
}

Fault check_host_characters(std::string_view host) {
  const auto* const wrong = std::ranges::find_if(
      host, [](char c) { return !is_letter(c) && !is_digit(c) && c != '-' && c != '_' && c != '.'; });
  if (wrong == host.end()) return {};
  if (*wrong == '%') {
    return UrlFault{"has a percent escape in its host",
                    "write the name as it is; a Unix socket is written unix:///path/to/socket"};
  }
  return UrlFault{"has a character in its host that no host name holds",
                  "write a host name or an IP address; an @ must follow a password"};
}

Fault read_host(std::string_view text, RedisUrl& url) {
  if (Fault fault = check_host_characters(text)) return fault;
  const std::string host = lower_case(text);
  if (host.starts_with('.') || host.find("..") != kNowhere) {
    return UrlFault{"has an empty label in its host", "remove the dot that is too much"};
  }
  const ParsedValue parsed = parse_as("connection.host", host);
  if (parsed.fault == ValueFault::none) {
    url.host = host;
    return {};
  }
  if (ends_in_number(host)) {
    return UrlFault{"has a host that ends in a number and is no IPv4 address",
                    "write four numbers from 0 to 255 without leading zeros: 10.0.0.1"};
  }
  return UrlFault{"has a host that is no host name",
                  "labels have 1 to 63 letters, digits and inner -, the whole name at most 253"};
}

Fault read_bracketed(std::string_view text, RedisUrl& url) {
  const auto close = text.find(']');
  if (close == kNowhere) return UrlFault{"has brackets that are not closed", "write [IPv6 address]:port"};
  const std::string_view after = text.substr(close + 1);
  if (Fault fault = read_ipv6(text.substr(1, close - 1), url)) return fault;
  if (after.empty()) return {};
  if (after.front() != ':') return UrlFault{"has text behind its brackets", "write [IPv6 address]:port"};
  return read_port(after.substr(1), url);
}

Fault check_userinfo(std::string_view text) {
  if (text.find_first_of("[]") != kNowhere) {
    return UrlFault{"has a bracket before its @", "in a user name or password write [ as %5B and ] as %5D"};
  }
  if (text.empty()) return UrlFault{"has nothing before its @", "remove the @, or write USER:PASSWORD@"};
  if (text.find(':') == kNowhere) {
    return UrlFault{"is ambiguous: clients disagree whether this is a user or a password",
                    "write USER:PASSWORD@, or :PASSWORD@ for the default user"};
  }
  return {};
}

Fault read_username(std::string_view text, RedisUrl& url) {
  const DecodedPart part(text);
  if (Fault fault = part.fault()) return fault;
  if (parse_as("connection.username", part.text()).fault != ValueFault::none) {
    return UrlFault{"has a control character in its user name",
                    "remove the escape; it is often a line end, %0A"};
  }
  url.username = std::string(part.text());
  return {};
}

}  // namespace

Fault read_userinfo(std::string_view text, RedisUrl& url) {
  if (Fault fault = check_userinfo(text)) return fault;
  const auto colon = text.find(':');
  const std::string_view encoded = text.substr(colon + 1);
  if (encoded.empty()) {
    return UrlFault{"has an empty password",
                    "write the password behind the colon, or remove all up to the @"};
  }
  const DecodedPart password(encoded);
  if (Fault fault = password.fault()) return fault;
  if (colon != 0) {
    if (Fault fault = read_username(text.substr(0, colon), url)) return fault;
  }
  url.password.emplace(password.text());
  return {};
}

Fault read_endpoint(std::string_view text, RedisUrl& url) {
  url.port = standard_port();
  if (text.find(',') != kNowhere) {
    return UrlFault{"names several hosts: the setting for them is cluster.nodes",
                    "name one host in the URL, and list the nodes in cluster.nodes"};
  }
  if (text.starts_with('[')) return read_bracketed(text, url);
  const auto colon = text.find(':');
  if (colon != text.rfind(':')) {
    return UrlFault{"has more than one colon in its host and port: an IPv6 address stands in brackets",
                    "write [2001:db8::1]:6379; an @ must follow a password"};
  }
  const std::string_view host = text.substr(0, colon);
  if (host.empty()) {
    return UrlFault{"has no host: localhost is never assumed", "name the server: redis://HOST:6379"};
  }
  if (Fault fault = read_host(host, url)) return fault;
  return colon == kNowhere ? Fault{} : read_port(text.substr(colon + 1), url);
}

Fault read_database(std::string_view digits, RedisUrl& url) {
  const ParsedValue database = parse_as("connection.database", digits);
  if (database.fault == ValueFault::leading_zero) {
    return UrlFault{"has a database with a leading zero", "write it without zeros in front"};
  }
  if (database.fault == ValueFault::out_of_range) {
    return UrlFault{"has a database that is out of range",
                    "write a number from 0 to 65535; most servers have 0 to 15"};
  }
  if (database.fault != ValueFault::none) {
    return UrlFault{"is wrong behind its host: the database is not a number",
                    "write one number: redis://HOST:6379/0"};
  }
  const int number = static_cast<int>(database.number);
  if (url.database && *url.database != number) {
    return UrlFault{"names two databases, of which clients choose differently", "keep one of both"};
  }
  url.database = number;
  return {};
}

}  // namespace redisconf::url_parts

// What holds for every Redis URL, and for every damaged one.
#include <redisconf/config/url.h>

#include "support/catch.h"
#include "support/property.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

using redisconf::format_redis_url;
using redisconf::parse_redis_url;
using redisconf::ParsedUrl;
using redisconf::RedisUrl;
using redisconf::Secret;
using redisconf::test::holds_for_all;

namespace {

namespace gen = rc::gen;
using rc::Gen;

std::string utf8(char32_t code) {
  const auto byte = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | (code >> 6)), byte(0x80 | (code & 0x3F))};
  if (code < 0x10000) {
    return {byte(0xE0 | (code >> 12)), byte(0x80 | ((code >> 6) & 0x3F)), byte(0x80 | (code & 0x3F))};
  }
  return {byte(0xF0 | (code >> 18)), byte(0x80 | ((code >> 12) & 0x3F)), byte(0x80 | ((code >> 6) & 0x3F)),
          byte(0x80 | (code & 0x3F))};
}

std::string join(const std::vector<std::string>& pieces) {
  std::string all;
  for (const std::string& piece : pieces) all += piece;
  return all;
}

Gen<std::string> joined(Gen<std::string> piece) {
  return gen::map(gen::nonEmpty(gen::container<std::vector<std::string>>(std::move(piece))), join);
}

Gen<std::string> code_points(char32_t first, char32_t last) {
  return gen::map(gen::inRange<std::uint32_t>(first, last + 1),
                  [](std::uint32_t code) { return utf8(static_cast<char32_t>(code)); });
}

// Every scalar value of Unicode but control characters.
Gen<std::string> printable_character() {
  return gen::oneOf(code_points(0x20, 0x7E), code_points(0xA0, 0x7FF), code_points(0x800, 0xD7FF),
                    code_points(0xE000, 0xFFFF), code_points(0x10000, 0x10FFFF));
}

Gen<std::string> printable_text() { return joined(printable_character()); }

Gen<std::string> password_text() {
  const auto hostile = gen::element<std::string>(
      "@", ":", "/", "?", "#", "%", "%40", "[", "]", "+", " ", "\"", "'", "\\", "\n", "\r", "\x7F", "$",
      "${x}", "redis://u:p@h", "***", "//", "%zz", "?db=1", "&", "=", ",", "\u0085");
  return gen::oneOf(printable_text(), joined(hostile), joined(code_points(1, 0xFF)));
}

// What a URL says, in a form that copies and prints.
struct Parts {
  std::string scheme;
  std::string host;
  std::optional<int> port;
  std::optional<int> database;
  std::optional<std::string> username;
  std::optional<std::string> password;
  std::string socket;
};

void showValue(const Parts& parts, std::ostream& out) {
  out << parts.scheme << " host " << parts.host << " port " << parts.port.value_or(-1) << " database "
      << parts.database.value_or(-1) << " user " << parts.username.value_or("-") << " password "
      << parts.password.value_or("-") << " socket " << parts.socket;
}

template <class Value>
std::optional<Value> maybe(const Gen<Value>& values) {
  return *gen::arbitrary<bool>() ? std::optional<Value>(*values) : std::nullopt;
}

Gen<std::string> host() {
  const auto label =
      gen::map(gen::pair(gen::inRange('a', 'z'), gen::string<std::string>()), [](const auto& pair) {
        std::string text(1, static_cast<char>(pair.first));
        for (const char c : pair.second.substr(0, 50)) text += (c & 1) != 0 ? 'x' : (c & 2) != 0 ? '-' : '7';
        return text + "e";
      });
  const auto names =
      gen::map(gen::pair(label, label), [](const auto& two) { return two.first + '.' + two.second; });
  return gen::oneOf(names, label,
                    gen::element<std::string>("10.0.0.1", "255.255.255.255", "::1", "2001:db8::7",
                                              "::ffff:10.0.0.1", "h.example.", "my_redis", "localhost"));
}

Parts any_parts() {
  Parts parts;
  parts.password = maybe(password_text());
  if (parts.password) parts.username = maybe(printable_text());
  parts.database = maybe(gen::inRange(0, 65536));
  if (*gen::inRange(0, 4) == 0) {
    parts.scheme = *gen::element<std::string>("unix", "redis+unix", "redis-socket", "redis+socket");
    parts.socket = '/' + *printable_character() + *printable_character() + 'x';
    return parts;
  }
  parts.scheme = *gen::element<std::string>("redis", "rediss", "valkey", "valkeys");
  parts.host = *host();
  parts.port = maybe(gen::inRange(1, 65536));
  return parts;
}

RedisUrl url_of(const Parts& parts) {
  RedisUrl url;
  url.scheme = parts.scheme;
  url.host = parts.host;
  url.port_given = parts.port.has_value();
  url.port = parts.socket.empty() ? parts.port.value_or(6379) : 0;
  url.tls = parts.scheme == "rediss" || parts.scheme == "valkeys";
  url.database = parts.database;
  url.username = parts.username;
  if (parts.password) url.password = Secret(*parts.password);
  url.socket = parts.socket;
  return url;
}

void check_same(const RedisUrl& url, const RedisUrl& other) {
  RC_ASSERT(url.scheme == other.scheme);
  RC_ASSERT(url.host == other.host);
  RC_ASSERT(url.port == other.port);
  RC_ASSERT(url.port_given == other.port_given);
  RC_ASSERT(url.tls == other.tls);
  RC_ASSERT(url.database == other.database);
  RC_ASSERT(url.username == other.username);
  RC_ASSERT(url.socket == other.socket);
  RC_ASSERT(url.password.has_value() == other.password.has_value());
  if (url.password) RC_ASSERT(url.password->reveal() == other.password->reveal());
}

std::string escaped(std::string_view text, bool upper) {
  std::string result;
  for (const char c : text) {
    std::array<char, 4> escape{};
    const auto byte = static_cast<unsigned>(static_cast<unsigned char>(c));
    std::snprintf(escape.data(), escape.size(), upper ? "%%%02X" : "%%%02x", byte);
    result += escape.data();
  }
  return result;
}

std::string in_random_case(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z' && *gen::arbitrary<bool>()) c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

// The same URL as somebody else may write it.
std::string spelled_otherwise(const Parts& parts) {
  std::string text = in_random_case(parts.scheme) + "://";
  if (parts.username) text += escaped(*parts.username, *gen::arbitrary<bool>());
  if (parts.password) text += ':' + escaped(*parts.password, *gen::arbitrary<bool>()) + '@';
  const bool bracketed = parts.host.find(':') != std::string::npos;
  text += bracketed ? '[' + in_random_case(parts.host) + ']' : in_random_case(parts.host);
  if (parts.port) text += ':' + std::to_string(*parts.port);
  if (!parts.socket.empty()) text += '/' + escaped(parts.socket.substr(1), *gen::arbitrary<bool>());
  if (parts.database) {
    text += (parts.socket.empty() && *gen::arbitrary<bool>() ? "/?db=" : "?db=") +
            std::to_string(*parts.database);
  }
  return text;
}

}  // namespace

TEST_CASE("what is written is read back", "[url]") {
  CHECK(holds_for_all("parse(format(url)) == url", [] {
    const Parts parts = any_parts();
    RC_LOG() << rc::toString(parts);
    const RedisUrl url = url_of(parts);
    const std::string text = format_redis_url(url, true);
    if (text.size() > redisconf::kMaxUrlBytes) RC_DISCARD("too long");
    const ParsedUrl parsed = parse_redis_url(text);
    RC_ASSERT(parsed.error.empty());
    check_same(parsed.url, url);
  }));
}

TEST_CASE("all spellings of a URL have one canonical form", "[url]") {
  CHECK(holds_for_all("format(parse(spelling)) == canonical", [] {
    const Parts parts = any_parts();
    const std::string text = spelled_otherwise(parts);
    RC_LOG() << text;
    if (text.size() > redisconf::kMaxUrlBytes) RC_DISCARD("too long");
    const ParsedUrl parsed = parse_redis_url(text);
    RC_ASSERT(parsed.error.empty());
    RC_ASSERT(format_redis_url(parsed.url, true) == format_redis_url(url_of(parts), true));
  }));
}

namespace {

// No message holds two of these letters in a row, so that any four of them are the password's.
std::string planted_password() {
  constexpr std::string_view kLetters = "QXZJKVWqxzjkvw@:/?#%+=&[]!$~ ";
  const auto letters = *gen::container<std::string>(40, gen::elementOf(std::string(kLetters)));
  return letters.substr(0, static_cast<std::size_t>(*gen::inRange(8, 40)));
}

std::string base64(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  for (std::size_t at = 0; at + 3 <= text.size(); at += 3) {
    unsigned bits = 0;
    for (const char c : text.substr(at, 3)) bits = bits << 8U | static_cast<unsigned char>(c);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) result += kDigits[bits >> shift & 0x3FU];
  }
  return result;
}

bool has_letters(std::string_view text) {
  constexpr std::string_view kRare = "QXZJKVWqxzjkvw";
  return std::ranges::count_if(text, [&](char c) { return kRare.find(c) != std::string_view::npos; }) > 2;
}

// Four characters in a row of the password, as they are, escaped, or as base64.
bool leaks(const std::string& message, std::string_view password) {
  for (std::size_t at = 0; at + 4 <= password.size(); ++at) {
    const std::string piece(password.substr(at, 4));
    if (has_letters(piece) && message.find(piece) != std::string::npos) return true;
    for (const bool upper : {true, false}) {
      if (message.find(escaped(piece, upper)) != std::string::npos) return true;
    }
  }
  for (std::size_t from = 0; from < 3; ++from) {
    const std::string code = base64(password.substr(from));
    for (std::size_t at = 0; at + 6 <= code.size(); ++at) {
      if (message.find(code.substr(at, 6)) != std::string::npos) return true;
    }
  }
  return false;
}

// The password as careful and as careless people put it into a URL.
std::string url_around(const std::string& password) {
  const std::string secret =
      *gen::element(password, escaped(password, true), escaped(password, false), base64(password));
  return *gen::element("redis://:" + secret + "@h.example:6380/2", "rediss://user:" + secret + "@h.example",
                       "redis://" + secret + "@h.example", "redis://h.example?password=" + secret,
                       "redis://:" + secret + "@[::1]:6379?db=1", "unix://:" + secret + "@/run/r.sock?db=1",
                       "valkey://:" + secret + "@h1.example:1,h2.example:2",
                       "h.example:6380,password=" + secret + ",ssl=True", "https://:" + secret + "@h.example",
                       "redis://h.example/0?ssl_cert_reqs=none&password=" + secret);
}

std::size_t any_place(const std::string& text) { return *gen::inRange<std::size_t>(0, text.size() + 1); }

void damage(std::string& text) {
  const std::size_t at = any_place(text);
  switch (*gen::inRange(0, 6)) {
    case 0:
      text.insert(
          at, 1,
          *gen::element('@', ':', '/', '?', '#', '%', '[', ']', ',', '&', '=', ' ', '"', '\0', '\n', '\xFF'));
      return;
    case 1:
      text.erase(at, 1);
      return;
    case 2:
      text.erase(at, *gen::inRange<std::size_t>(1, 12));
      return;
    case 3:
      text.insert(at, text.substr(any_place(text), 12));
      return;
    case 4:
      if (at < text.size()) text[at] = *gen::arbitrary<char>();
      return;
    default:
      text.resize(at);
  }
}

}  // namespace

TEST_CASE("no damaged URL puts a piece of its password into the error", "[url][canary]") {
  CHECK(holds_for_all("errors hold no password", [] {
    const std::string password = planted_password();
    std::string text = url_around(password);
    for (int count = *gen::inRange(0, 4); count > 0; --count) damage(text);
    RC_LOG() << text;
    const ParsedUrl parsed = parse_redis_url(text);
    RC_ASSERT(parsed.error.empty() == parsed.fix.empty());
    RC_ASSERT_FALSE(leaks(parsed.error + '\n' + parsed.fix, password));
    if (!parsed.error.empty()) return;
    const std::string canonical = format_redis_url(parsed.url, true);
    RC_ASSERT(format_redis_url(parse_redis_url(canonical).url, true) == canonical);
  }));
}

TEST_CASE("the check for leaks finds them", "[url][canary]") {
  const std::string password = "QXZJKVW@qxzjkvw";
  CHECK(leaks("has ZJKV in it", password));
  CHECK(leaks("has %5A%4A%4b%56", "ZJ") == false);
  CHECK(leaks("has " + escaped("ZJKV", false), password));
  CHECK(leaks("has " + base64(password).substr(4, 8), password));
  CHECK_FALSE(leaks("has no host: localhost is never assumed", password));
}

TEST_CASE("any bytes are read or refused", "[url]") {
  CHECK(holds_for_all("arbitrary bytes", [](const std::string& bytes) {
    for (const std::string& text :
         {bytes, "redis://" + bytes, "redis://:" + bytes + "@h", "unix:///" + bytes}) {
      const ParsedUrl parsed = parse_redis_url(text);
      RC_ASSERT(parsed.error.empty() == parsed.fix.empty());
    }
  }));
}

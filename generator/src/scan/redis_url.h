// Redis URLs as people write them by hand, with placeholders, mistakes and all.
//
// The rule of this file: only what can't be a secret is readable. When it is not certain where the
// password ends, nothing of the URL is.
//
// Thread-safety: pure. Errors: returned.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf::compiler::scan {

// Stands for what the program computes: ${...}, #{...}, {...}, %s, $(...), <...>.
inline constexpr char kHole = '\x01';

// The text with one kHole for each placeholder, and backslash escapes undone.
[[nodiscard]] std::string with_holes(std::string_view text);

enum class PartState : std::uint8_t { absent, literal, computed, unreadable };

struct UrlPart {
  PartState state = PartState::absent;
  std::string text;  // of literals only
};

struct RedisUrl {
  bool readable = false;
  bool tls = false;
  bool unix_socket = false;
  bool secret = false;  // a password stands in it, or something that may be one
  UrlPart username;
  UrlPart password;  // its text is never kept
  UrlPart host;      // or the path of a unix socket
  UrlPart nodes;     // "a:1,b:2" instead of a host
  UrlPart port;
  UrlPart database;
  std::vector<std::pair<std::string, std::string>> query;
};

// Where the next Redis URL begins, npos for none: redis, rediss, valkey, valkeys, their variants
// (redis+sentinel, redis-socket ...), and unix when "redis" or "valkey" follows.
[[nodiscard]] std::size_t find_redis_url(std::string_view text, std::size_t from = 0) noexcept;

// Reads the URL at the front of `text`, which has gone through with_holes().
[[nodiscard]] RedisUrl parse_redis_url(std::string_view text);

// The URL with *** for its password.
[[nodiscard]] std::string masked_url(const RedisUrl& url);

// True for DNS names, addresses and what looks like them.
[[nodiscard]] bool is_host_text(std::string_view text) noexcept;
[[nodiscard]] bool is_port_text(std::string_view text) noexcept;

// "host:6379", "[::1]:6379" in two; false when it is something else.
struct HostAndPort {
  UrlPart host;
  UrlPart port;
};
[[nodiscard]] bool split_address(std::string_view text, HostAndPort& parts);

}  // namespace redisconf::compiler::scan

// Redis URLs: redis://user:password@host:6379/0 and their kin. Read strictly, by RFC 3986 and the
// IANA registrations of redis and rediss: what popular clients understand in different ways is
// refused, with the way to write it. docs/urls.md has the grammar.
//
// Ownership:     a RedisUrl owns its password.
// Thread-safety: pure functions.
// Errors:        returned. No error holds a byte of the URL, but for the name of a query parameter
//                where it can't be a part of a password.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/secret.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// Longest URL accepted, in bytes.
inline constexpr std::size_t kMaxUrlBytes = 4096;

struct RedisUrl {
  std::string scheme;  // lower case: redis, rediss, valkey, valkeys, unix, redis+unix, memory, ...
  std::string host;    // lower case, IPv6 without brackets; the name of memory://; empty for a socket
  int port = 0;        // 6379 unless given; 0 for a socket and for memory://
  bool port_given = false;
  bool tls = false;
  std::optional<int> database;
  std::optional<std::string> username;  // percent escapes undone, as in the password
  std::optional<Secret> password;
  std::string socket;  // path of a Unix socket; empty for a host
};

// The URL, or why it was refused: "has no host: localhost is never assumed".
struct ParsedUrl {
  RedisUrl url;
  std::string error;  // empty when `url` holds; begins with a verb, for "REDIS_URL " before it
  std::string fix;    // what to write instead
};

[[nodiscard]] REDISCONF_PUBLIC ParsedUrl parse_redis_url(std::string_view text);

// The URL in its one canonical form, of parts as parse_redis_url() gives them: percent escapes for
// all but the unreserved characters, IPv6 in brackets. The password is *** unless `reveal`; then
// wiping the text is the caller's duty.
[[nodiscard]] REDISCONF_PUBLIC std::string format_redis_url(const RedisUrl& url, bool reveal = false);

// How connection.socket says memory://NAME, the in-process server of tests (docs/testing.md).
inline constexpr std::string_view kMemoryPrefix = "memory://";

// NAME of a socket setting that is memory://NAME: 1 to 64 lower-case letters, digits, - _ and dots.
// Empty for every other text.
[[nodiscard]] REDISCONF_PUBLIC std::string_view memory_server_name(std::string_view socket) noexcept;

}  // namespace redisconf

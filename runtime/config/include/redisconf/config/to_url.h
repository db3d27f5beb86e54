// A configuration as a Redis URL, for programs that take one: redis-cli -u, a client of another language.
//
// A URL holds server, database, user and password, and whether TLS is spoken. It can't hold which
// authority is trusted, whether names are verified or what a wait may take: whoever takes the URL
// decides those.
//
// Ownership:     the caller's; wiping a revealed URL is the caller's duty.
// Thread-safety: pure. Errors: Error when the URL would be longer than kMaxUrlBytes (url.h).
#pragma once

#include <redisconf/config/export.h>

#include <cstdint>
#include <string>

namespace redisconf REDISCONF_PUBLIC {

class ServiceConfig;

enum class Reveal : std::uint8_t { no, yes };

// "rediss://app:***@redis.example:6380/0"; with Reveal::yes what parse_redis_url() reads back as the same
// server, user and password (percent escapes after RFC 3986, host in lower case, IPv6 in brackets).
[[nodiscard]] REDISCONF_PUBLIC std::string to_url(const ServiceConfig& config, Reveal reveal = Reveal::no);

}  // namespace redisconf

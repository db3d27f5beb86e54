// The address of a project at Sentry, and what Sentry's answers say about limits.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf {

struct SentryDsn {
  std::string url;  // "https://sentry.example/api/42/envelope/"
  std::string key;  // the public one
};

// https://KEY[:SECRET]@HOST[:PORT][/PATH]/PROJECT; http too, for a relay on this machine.
[[nodiscard]] std::optional<SentryDsn> parse_sentry_dsn(std::string_view text);

struct SentryAnswer {
  int status = 0;           // 0: there was none
  std::string retry_after;  // of these headers
  std::string rate_limits;  // X-Sentry-Rate-Limits
};

// How long no event may be sent, after develop.sentry.dev/sdk/expected-features/rate-limiting: the longest
// limit that holds for errors, else Retry-After in seconds, else a minute after 429.
[[nodiscard]] std::chrono::seconds pause_after(const SentryAnswer& answer);

}  // namespace redisconf

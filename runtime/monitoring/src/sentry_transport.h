// The way to Sentry: one HTTP request at a time.
#pragma once

#include "sentry_dsn.h"

#include <atomic>
#include <memory>
#include <string>

namespace redisconf {

class SentryTransport {
 public:
  SentryTransport() = default;
  SentryTransport(const SentryTransport&) = delete;
  SentryTransport& operator=(const SentryTransport&) = delete;
  virtual ~SentryTransport() = default;

  // POSTs the envelope; takes at most 5 s, and ends soon after `give_up` is set. Never throws but for
  // memory.
  [[nodiscard]] virtual SentryAnswer post(const SentryDsn& dsn, const std::string& envelope,
                                          const std::atomic<bool>& give_up) = 0;
};

// By libcurl; nothing when redisconf is built without it. `ca_file` may be empty.
[[nodiscard]] std::unique_ptr<SentryTransport> make_sentry_transport(const std::string& ca_file);
[[nodiscard]] bool has_sentry_transport() noexcept;

}  // namespace redisconf

// Sends errors to Sentry, from a thread in the background, by the envelope protocol
// (develop.sentry.dev/sdk/data-model/envelopes).
//
// The address is `monitoring.sentry_dsn`, a secret that is read once: its key goes into a header of the
// request alone, never into an envelope. At most 10 events at once and 10 a minute; at most 64 wait; more are
// left out and counted in the next event. 429 and 413, Retry-After and X-Sentry-Rate-Limits are honoured; an
// event that could not be sent is tried three times.
//
// Needs libcurl when redisconf is built: available() tells. Without it, or without a DSN, all is accepted
// and nothing sent.
//
// Ownership:     owns its thread. Shares nothing with the client.
// Thread-safety: every member may run concurrently. A child of fork() makes its own: close() and the end of
//                the one it inherited do nothing.
// Errors:        ConfigurationError from the constructor for a DSN that is none, without its text.
#pragma once

#include <redisconf/client/events.h>
#include <redisconf/config/export.h>
#include <redisconf/config/fork_generation.h>
#include <redisconf/config/service_config.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

enum class SentryLevel : std::uint8_t { info, warning, error };

struct SentryOptions {
  std::string release{};  // the service's own version; sent as service@version
  std::string ca_file{};  // PEM authorities to trust, for a Sentry of one's own; empty: the system's
};

struct SentryStats {
  std::uint64_t sent = 0;      // that Sentry took
  std::uint64_t left_out = 0;  // by the limits, here or there, or for want of a way to Sentry
};

class Sentry {
 public:
  explicit Sentry(const ServiceConfig& config, const SentryOptions& options = {});
  Sentry(Sentry&&) noexcept;
  Sentry& operator=(Sentry&&) noexcept;
  ~Sentry();  // close(2 s)

  [[nodiscard]] static bool available() noexcept;

  // Never waits. `event` groups events ("report_failed"); secrets of the configuration are masked in all
  // texts, which are cut at 8 KiB.
  void capture(SentryLevel level, std::string_view event, std::string_view message,
               const std::vector<std::pair<std::string, std::string>>& extra = {});

  // Sends warnings and errors of a client: connections lost, circuit opened, commands that failed for good.
  [[nodiscard]] std::shared_ptr<ClientListener> listener();

  [[nodiscard]] SentryStats stats() const;

  // Sends what waits, at most that long. Nothing is accepted after it.
  void close(std::chrono::milliseconds patience);

 private:
  class Impl;
  ProcessOwned<Impl> impl_;
};

}  // namespace redisconf

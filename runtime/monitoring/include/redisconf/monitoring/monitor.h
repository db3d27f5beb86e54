// All that a service tells about its Redis, in one object: health, metrics, debug endpoints, log lines,
// CloudWatch figures and Sentry events, as the settings of the group `monitoring` say.
//
//   redisconf::Monitor monitor(client, {.version = "1.2.0"});
//   monitor.health().add_component("queue", "reports", [&] { return health_of(reports); });
//   monitor.metrics().add_source([&](auto& families) { add_figures(reports, families); });
//
//   if (const auto reply = monitor.handle(request)) send(*reply);   // in any HTTP server
//   server.add_monitoring(monitor);                                 // in redisconf's own
//
// Ownership:     refers to the client and to what components and sources refer to; all must outlive it.
// Thread-safety: every member may run concurrently. A child of fork() makes its own: close() and the end of
//                the one it inherited do nothing.
// Errors:        std::system_error when its threads can't be started; ConfigurationError for a Sentry address
//                that is none.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/export.h>
#include <redisconf/config/fork_generation.h>
#include <redisconf/monitoring/debug.h>
#include <redisconf/monitoring/health.h>
#include <redisconf/monitoring/http_reply.h>
#include <redisconf/monitoring/http_request.h>
#include <redisconf/monitoring/metrics.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

struct MonitorOptions {
  std::string version{};                            // the service's own
  std::function<void(std::string_view)> log{};      // takes a line; empty: to standard error
  std::function<void(std::string_view)> figures{};  // takes a line for CloudWatch; empty: to standard output
};

class Monitor {
 public:
  explicit Monitor(Client& client, MonitorOptions options = {});
  Monitor(Monitor&&) noexcept;
  Monitor& operator=(Monitor&&) noexcept;
  ~Monitor();  // close()

  [[nodiscard]] Health& health() noexcept;
  [[nodiscard]] Metrics& metrics() noexcept;
  [[nodiscard]] Debug& debug() noexcept;

  // Calls `look` now and so long after the end of each call, on a thread of its own, until close(): for
  // figures that cost a round trip, so that no answer waits for them. What it throws is dropped.
  void every(std::chrono::milliseconds interval, std::function<void()> look);

  // The answer to GET /health, /health/live, /health/started, /health/ready, /health/redis, /metrics
  // (unless `monitoring.metrics` is false), /debug/redis-config, /debug/redis-test and
  // /debug/queues/<queue>/jobs/<id>; nothing for other requests.
  [[nodiscard]] std::optional<HttpReply> handle(const HttpRequest& request);

  // Ends its threads, sends what waits (at most 2 s), and asks no component any more.
  void close();

 private:
  class Impl;
  ProcessOwned<Impl> impl_;
};

}  // namespace redisconf

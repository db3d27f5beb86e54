#include "redisconf/monitoring/monitor.h"

#include "redisconf/config/settings.h"

#include <array>
#include <utility>

namespace redisconf {

class Monitor::Impl {
 public:
  Impl(Client& client, MonitorOptions options)
      : has_metrics_(client.config().monitoring().metrics),
        health(client, options.version),
        metrics(client, options.version),
        debug(client) {
    metrics.watch(health);
  }

  [[nodiscard]] std::optional<HttpReply> handle(const HttpRequest& request) {
    for (const Route& route : kRoutes) {
      if (request.path == route.path) return (this->*route.answer)(request);
    }
    if (has_metrics_ && request.path == "/metrics") return metrics.exposition(request.accept);
    return std::nullopt;
  }

  void close() { health.close(); }

 private:
  struct Route {
    std::string_view path;
    HttpReply (Impl::*answer)(const HttpRequest&);
  };

  HttpReply service(const HttpRequest& request) { return health.service(health_format(request.query)); }
  HttpReply live(const HttpRequest&) { return health.live(); }
  HttpReply started(const HttpRequest&) { return health.started(); }
  HttpReply ready(const HttpRequest& request) { return health.ready(health_format(request.query)); }
  HttpReply redis(const HttpRequest& request) { return health.redis(health_format(request.query)); }
  HttpReply debug_config(const HttpRequest& request) { return debug.config(request); }
  HttpReply debug_test(const HttpRequest& request) { return debug.test(request); }

  static constexpr std::array kRoutes{Route{"/health", &Impl::service},
                                      Route{"/health/live", &Impl::live},
                                      Route{"/health/started", &Impl::started},
                                      Route{"/health/ready", &Impl::ready},
                                      Route{"/health/redis", &Impl::redis},
                                      Route{"/debug/redis-config", &Impl::debug_config},
                                      Route{"/debug/redis-test", &Impl::debug_test}};

  const bool has_metrics_;

 public:
  Health health;
  Metrics metrics;
  Debug debug;
};

Monitor::Monitor(Client& client, MonitorOptions options)
    : impl_(std::make_unique<Impl>(client, std::move(options))) {}
Monitor::Monitor(Monitor&&) noexcept = default;
Monitor& Monitor::operator=(Monitor&&) noexcept = default;
Monitor::~Monitor() = default;

Health& Monitor::health() noexcept { return impl_->health; }

Metrics& Monitor::metrics() noexcept { return impl_->metrics; }

Debug& Monitor::debug() noexcept { return impl_->debug; }

std::optional<HttpReply> Monitor::handle(const HttpRequest& request) { return impl_->handle(request); }

void Monitor::close() { impl_->close(); }

}  // namespace redisconf

#include "redisconf/monitoring/monitor.h"

#include "background_watch.h"
#include "emf.h"
#include "log_listener.h"
#include "occurrence_filter.h"
#include "redisconf/config/settings.h"
#include "redisconf/monitoring/sentry.h"

#include <array>
#include <cstdio>
#include <mutex>
#include <utility>
#include <vector>

namespace redisconf {
namespace {

constexpr std::chrono::seconds kFarewell{2};

using Write = std::function<void(std::string_view)>;

// A line at once, so that those of several threads do not mix.
Write or_to(std::FILE* file, Write write) {
  if (write) return write;
  return [file](std::string_view line) {
    std::string whole(line);
    whole += '\n';
    static_cast<void>(std::fwrite(whole.data(), 1, whole.size(), file));
    static_cast<void>(std::fflush(file));
  };
}

// Writes the figures every `monitoring.emf_interval`, and once more at its end.
class EmfReporter {
 public:
  EmfReporter(const ServiceConfig& config, const Metrics& metrics, Write write)
      : metrics_(metrics),
        writer_(config.monitoring().emf_namespace,
                {{"service", config.service()}, {"environment", config.environment()}}),
        write_(std::move(write)),
        watch_({config.monitoring().emf_interval, config.monitoring().emf_interval},
               [this] { return report(); }) {}

  void close() {
    if (std::exchange(closed_, true)) return;
    watch_.close();
    static_cast<void>(report());
  }

 private:
  bool report() noexcept try {
    for (const std::string& line : writer_.lines(metrics_.collect(), std::chrono::system_clock::now()))
      write_(line);
    return true;
  } catch (...) {  // no memory, or no way to write: the next time may have them
    return false;
  }

  const Metrics& metrics_;
  EmfWriter writer_;
  const Write write_;
  bool closed_ = false;
  BackgroundWatch<bool> watch_;
};

}  // namespace

class Monitor::Impl {
 public:
  Impl(Client& client, MonitorOptions options)
      : has_metrics_(client.config().monitoring().metrics),
        health(client, options.version),
        metrics(client, options.version),
        debug(client),
        log_(std::make_shared<OccurrenceFilter>(
            client.config(), log_sink(client.config(), or_to(stderr, std::move(options.log))))) {
    metrics.watch(health);
    client.add_listener(log_);
    const MonitoringSettings& settings = client.config().monitoring();
    if (!settings.sentry_dsn.empty()) {
      sentry_ = std::make_unique<Sentry>(client.config(), SentryOptions{.release = options.version});
      client.add_listener(sentry_->listener());
    }
    if (!settings.emf_namespace.empty())
      emf_ =
          std::make_unique<EmfReporter>(client.config(), metrics, or_to(stdout, std::move(options.figures)));
  }
  ~Impl() { close(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[nodiscard]] std::optional<HttpReply> handle(const HttpRequest& request) {
    for (const Route& route : kRoutes) {
      if (request.path == route.path) return (this->*route.answer)(request);
    }
    if (has_metrics_ && request.path == "/metrics") return metrics.exposition(request.accept);
    if (request.path.starts_with(kJobPages)) return debug.job(request);
    return std::nullopt;
  }

  void every(std::chrono::milliseconds interval, std::function<void()> look) {
    const std::lock_guard lock(looks_mutex_);
    if (closed_) return;
    looks_.push_back(std::make_unique<BackgroundWatch<bool>>(
        BackgroundWatch<bool>::Pauses{interval, interval}, [look = std::move(look)]() noexcept {
          try {
            look();
            return true;
          } catch (...) {  // what it looks for was told elsewhere, or is missing
            return false;
          }
        }));
  }

  void close() {
    close_looks();
    if (emf_) emf_->close();
    health.close();
    log_->close();
    if (sentry_) sentry_->close(kFarewell);
  }

 private:
  static constexpr std::string_view kJobPages = "/debug/queues/";

  void close_looks() {
    const std::lock_guard lock(looks_mutex_);
    closed_ = true;
    for (const auto& look : looks_) look->close();
  }

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

 private:
  std::shared_ptr<OccurrenceFilter> log_;
  std::unique_ptr<Sentry> sentry_;
  std::unique_ptr<EmfReporter> emf_;
  std::mutex looks_mutex_;
  std::vector<std::unique_ptr<BackgroundWatch<bool>>> looks_;
  bool closed_ = false;
};

Monitor::Monitor(Client& client, MonitorOptions options)
    : impl_(make_process_owned<Impl>(client, std::move(options))) {}
Monitor::Monitor(Monitor&&) noexcept = default;
Monitor& Monitor::operator=(Monitor&&) noexcept = default;
Monitor::~Monitor() = default;

Health& Monitor::health() noexcept { return impl_->health; }

Metrics& Monitor::metrics() noexcept { return impl_->metrics; }

Debug& Monitor::debug() noexcept { return impl_->debug; }

void Monitor::every(std::chrono::milliseconds interval, std::function<void()> look) {
  impl_->every(interval, std::move(look));
}

std::optional<HttpReply> Monitor::handle(const HttpRequest& request) { return impl_->handle(request); }

void Monitor::close() {
  if (impl_.get_deleter().made_here()) impl_->close();
}

}  // namespace redisconf

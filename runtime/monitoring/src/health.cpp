#include "redisconf/monitoring/health.h"

#include "background_watch.h"
#include "health_body.h"
#include "health_watch.h"
#include "query.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace redisconf {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstLook{40};  // that an answer waits for it
constexpr milliseconds kLeastPause{50};
constexpr std::chrono::seconds kStuck{30};  // beside what a PING may take

std::string verification_of(const TlsSettings& tls) {
  switch (tls.verify) {
    case TlsVerify::full:
      return "full";
    case TlsVerify::ca:
      return "ca";
    case TlsVerify::none:
      return tls.pin.empty() ? "none" : "pin";
  }
  return {};
}

HealthSubject subject_of(const ServiceConfig& config, std::string version) {
  return {.service = config.service(),
          .environment = config.environment(),
          .version = std::move(version),
          .endpoint = endpoint(config),
          .strict = config.strict(),
          .fallback_allowed = config.fallback().mode == FallbackMode::memory,
          .readiness = config.monitoring().readiness,
          .tls = config.tls().enabled,
          .tls_verification = verification_of(config.tls())};
}

// Asks for a look as soon as the client tells of a change.
class HurryListener final : public ClientListener {
 public:
  explicit HurryListener(std::weak_ptr<BackgroundWatch<HealthLook>> watch) : watch_(std::move(watch)) {}

  void connected(const ConnectionEvent&) override { hurry(); }
  void disconnected(const ConnectionEvent&) override { hurry(); }
  void circuit_changed(const CircuitEvent&) override { hurry(); }

 private:
  void hurry() const {
    if (const auto watch = watch_.lock()) watch->hurry();
  }

  std::weak_ptr<BackgroundWatch<HealthLook>> watch_;
};

}  // namespace

HealthFormat health_format(std::string_view query) noexcept {
  return has_parameter(query, "format=microprofile") ? HealthFormat::microprofile : HealthFormat::health_json;
}

class Health::Impl {
 public:
  using Watch = BackgroundWatch<HealthLook>;

  Impl(Client& client, std::string version)
      : subject_(subject_of(client.config(), std::move(version))),
        ping_limit_(client.config().timeouts().health),
        health_watch_(client),
        watch_(std::make_shared<Watch>(
            Watch::Pauses{client.config().monitoring().health_interval,
                          std::min(kLeastPause, client.config().monitoring().health_interval)},
            [this] { return look_now(); })) {
    client.add_listener(std::make_shared<HurryListener>(watch_));
  }
  // The client keeps its listeners, and one of them may hold the watch for a moment.
  ~Impl() { watch_->close(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[nodiscard]] const HealthSubject& subject() const noexcept { return subject_; }
  [[nodiscard]] HealthWatch& parts() noexcept { return health_watch_; }
  void hurry() { watch_->hurry(); }
  void close() { watch_->close(); }

  [[nodiscard]] HealthLook look() {
    const Watch::View view = watch_->view(kFirstLook);
    HealthLook look = view.last ? *view.last : not_looked_yet();
    const auto since = health_watch_.unanswered();
    if (since && *since > ping_limit_ / 2) look = redisconf::unanswered(std::move(look), *since);
    return look;
  }

  [[nodiscard]] bool has_started() {
    static_cast<void>(watch_->view(kFirstLook));
    return started_.load(std::memory_order_relaxed);
  }

  [[nodiscard]] bool lives() {
    const Watch::View view = watch_->view(milliseconds(0));
    return !view.running_since || Watch::Clock::now() - *view.running_since < ping_limit_ + kStuck;
  }

 private:
  [[nodiscard]] HealthLook look_now() noexcept {
    HealthLook look = health_watch_.look();
    if (!subject_.strict || redis_status(subject_, look) != HealthStatus::fail)
      started_.store(true, std::memory_order_relaxed);
    return look;
  }

  const HealthSubject subject_;
  const milliseconds ping_limit_;
  HealthWatch health_watch_;
  std::atomic<bool> started_{false};
  std::shared_ptr<Watch> watch_;
};

Health::Health(Client& client, std::string version)
    : impl_(make_process_owned<Impl>(client, std::move(version))) {}
Health::Health(Health&&) noexcept = default;
Health& Health::operator=(Health&&) noexcept = default;
Health::~Health() = default;

void Health::add_component(std::string kind, std::string name, std::function<HealthReport()> report) {
  impl_->parts().add(std::move(kind), std::move(name), std::move(report));
  impl_->hurry();
}

HttpReply Health::live() {
  return simple_health_reply(impl_->subject(), impl_->lives(), "the looks at this service have stopped");
}

HttpReply Health::started() {
  return simple_health_reply(impl_->subject(), impl_->has_started(), "Redis was not reached yet");
}

HttpReply Health::ready(HealthFormat format) {
  return readiness_reply(impl_->subject(), impl_->look(), format);
}

HttpReply Health::redis(HealthFormat format) {
  return redis_health_reply(impl_->subject(), impl_->look(), format);
}

HttpReply Health::service(HealthFormat format) {
  return service_health_reply(impl_->subject(), impl_->look(), format);
}

HealthState Health::state() {
  const HealthLook look = impl_->look();
  return {redis_status(impl_->subject(), look), service_status(impl_->subject(), look), look.ping.connected,
          look.ping.connected ? look.ping.latency : std::chrono::microseconds(0)};
}

void Health::close() {
  if (impl_.get_deleter().made_here()) impl_->close();
}

}  // namespace redisconf

#include "redisconf/monitoring/sentry.h"

#include "masked_text.h"
#include "occurrence_filter.h"
#include "redisconf/config/errors.h"
#include "redisconf/config/random_token.h"
#include "redisconf/config/settings.h"
#include "sentry_envelope.h"
#include "sentry_queue.h"
#include "sentry_transport.h"

#include <utility>

namespace redisconf {
namespace {

constexpr std::chrono::seconds kFarewell{2};
constexpr std::chrono::seconds kRetryPause{5};

std::optional<SentryDsn> dsn_of(const ServiceConfig& config) {
  const std::string_view text = config.monitoring().sentry_dsn.reveal();
  if (text.empty()) return std::nullopt;
  auto dsn = parse_sentry_dsn(text);
  if (!dsn)
    throw ConfigurationError(
        config.service(), config.environment(),
        {{"monitoring.sentry_dsn", "must be an address of Sentry: https://KEY@HOST/PROJECT", "",
          "copy it from the project's settings at Sentry, Client Keys"}});
  return dsn;
}

std::string release_of(const ServiceConfig& config, const std::string& version) {
  return version.empty() ? std::string() : std::string(config.service()) + "@" + version;
}

}  // namespace

class Sentry::Impl {
 public:
  Impl(const ServiceConfig& config, const SentryOptions& options)
      : config_(config),
        subject_{config.service(), config.environment(), release_of(config, options.release)},
        dsn_(dsn_of(config)) {
    if (dsn_) transport_ = make_sentry_transport(options.ca_file);
    if (!transport_) return;
    queue_ = std::make_shared<SentryQueue>(
        [this](const std::string& envelope, const std::atomic<bool>& give_up) {
          return transport_->post(*dsn_, envelope, give_up);
        },
        kRetryPause);
  }

  // The client keeps the listener longer than this lives.
  ~Impl() { close(kFarewell); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void capture(SentryLevel level, std::string_view event, std::string_view message,
               const std::vector<std::pair<std::string, std::string>>& extra) {
    if (!queue_) return;
    Occurrence occurrence{static_cast<Level>(level), masked_text(config_, event),
                          masked_text(config_, message)};
    for (const auto& [name, value] : extra)
      occurrence.fields.emplace_back(masked_text(config_, name), masked_text(config_, value));
    add(*queue_, subject_, std::move(occurrence));
  }

  [[nodiscard]] std::shared_ptr<ClientListener> listener() {
    const std::weak_ptr<SentryQueue> queue = queue_;
    return std::make_shared<OccurrenceFilter>(config_,
                                              [queue, subject = subject_](const Occurrence& occurrence) {
                                                const auto way = queue.lock();
                                                if (way && occurrence.level != Level::info)
                                                  add(*way, subject, occurrence);
                                              });
  }

  [[nodiscard]] SentryStats stats() const {
    return queue_ ? SentryStats{queue_->sent(), queue_->left_out()} : SentryStats{};
  }

  void close(std::chrono::milliseconds patience) {
    if (queue_) queue_->close(patience);
  }

 private:
  static void add(SentryQueue& queue, const SentrySubject& subject, Occurrence occurrence) {
    queue.add([subject, occurrence = std::move(occurrence), id = random_token(),
               time = std::chrono::system_clock::now()](std::uint64_t left_out) {
      return sentry_envelope(occurrence, subject, {id, time, left_out});
    });
  }

  const ServiceConfig config_;
  const SentrySubject subject_;
  const std::optional<SentryDsn> dsn_;
  std::unique_ptr<SentryTransport> transport_;
  std::shared_ptr<SentryQueue> queue_;
};

Sentry::Sentry(const ServiceConfig& config, const SentryOptions& options)
    : impl_(make_process_owned<Impl>(config, options)) {}
Sentry::Sentry(Sentry&&) noexcept = default;
Sentry& Sentry::operator=(Sentry&&) noexcept = default;
Sentry::~Sentry() = default;

bool Sentry::available() noexcept { return has_sentry_transport(); }

void Sentry::capture(SentryLevel level, std::string_view event, std::string_view message,
                     const std::vector<std::pair<std::string, std::string>>& extra) {
  impl_->capture(level, event, message, extra);
}

std::shared_ptr<ClientListener> Sentry::listener() { return impl_->listener(); }

SentryStats Sentry::stats() const { return impl_->stats(); }

void Sentry::close(std::chrono::milliseconds patience) {
  if (impl_.get_deleter().made_here()) impl_->close(patience);
}

}  // namespace redisconf

#include "occurrence_filter.h"

#include "masked_text.h"

#include <array>
#include <utility>

namespace redisconf {
namespace {

constexpr std::chrono::seconds kRepeat{10};

}  // namespace

std::string_view name_of(Level level) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"info", "warning", "error"};
  return kNames.at(static_cast<std::size_t>(level));
}

OccurrenceFilter::OccurrenceFilter(const ServiceConfig& config, OccurrenceSink sink,
                                   std::function<Time()> now)
    : config_(config), sink_(std::move(sink)), now_(std::move(now)) {}

void OccurrenceFilter::close() {
  const std::lock_guard lock(mutex_);
  sink_ = nullptr;
}

void OccurrenceFilter::tell(Occurrence&& occurrence) {
  if (!sink_) return;
  for (auto& [name, value] : occurrence.fields) {
    if (auto* const text = std::get_if<std::string>(&value)) *text = masked_text(config_, *text);
  }
  sink_(occurrence);
}

void OccurrenceFilter::connected(const ConnectionEvent& event) {
  const std::lock_guard lock(mutex_);
  if (connection_ == Connection::up) return;
  Occurrence occurrence{Level::info, "connected", "connected to Redis", {{"endpoint", event.endpoint}}};
  if (connection_ == Connection::down) {
    const auto away = std::chrono::duration_cast<std::chrono::milliseconds>(now_() - down_since_);
    occurrence.fields.emplace_back("away_ms", static_cast<std::int64_t>(away.count()));
    occurrence.fields.emplace_back("failed_attempts", failed_dials_);
  }
  connection_ = Connection::up;
  failed_dials_ = 0;
  tell(std::move(occurrence));
}

void OccurrenceFilter::disconnected(const ConnectionEvent& event) {
  const std::lock_guard lock(mutex_);
  if (connection_ == Connection::down) return;
  connection_ = Connection::down;
  down_since_ = now_();
  tell({Level::warning,
        "connection_lost",
        "a connection to Redis was lost",
        {{"endpoint", event.endpoint}, {"cause", event.cause}}});
}

void OccurrenceFilter::connecting_failed(const ConnectionEvent& event) {
  const std::lock_guard lock(mutex_);
  if (connection_ != Connection::down) {
    connection_ = Connection::down;
    down_since_ = now_();
  }
  if (++failed_dials_ > 1) return;
  tell({Level::error,
        "connecting_failed",
        "Redis can't be reached",
        {{"endpoint", event.endpoint}, {"cause", event.cause}}});
}

void OccurrenceFilter::circuit_changed(const CircuitEvent& event) {
  const std::lock_guard lock(mutex_);
  std::uint64_t& last = circuit_numbers_[event.endpoint];
  if (event.number != 0 && event.number <= last) return;
  last = event.number;
  tell({event.after == CircuitState::open ? Level::error : Level::info,
        "circuit_changed",
        "the circuit breaker is " + std::string(name_of(event.after)),
        {{"endpoint", event.endpoint}, {"before", std::string(name_of(event.before))}}});
}

void OccurrenceFilter::retry_exhausted(const RetryEvent& event) {
  const std::lock_guard lock(mutex_);
  const auto [place, is_first] = errors_.try_emplace(event.command);
  Repeated& repeated = place->second;
  const Time now = now_();
  if (!is_first && now - repeated.told < kRepeat) {
    ++repeated.left_out;
    return;
  }
  tell({Level::error,
        "command_failed",
        "a command failed and no retry was left",
        {{"endpoint", event.endpoint},
         {"command", event.command},
         {"cause", event.cause},
         {"retries", static_cast<std::int64_t>(event.retries)},
         {"left_out", repeated.left_out}}});
  repeated = {now, 0};
}

void OccurrenceFilter::fallback_started(const FallbackEvent& event) {
  const std::lock_guard lock(mutex_);
  tell({Level::error,
        "fallback_started",
        "Redis is away: the fallback takes over",
        {{"endpoint", event.endpoint},
         {"cause", event.cause},
         {"failed_attempts", static_cast<std::int64_t>(event.failed_attempts)}}});
}

void OccurrenceFilter::fallback_ended(const ConnectionEvent& event) {
  const std::lock_guard lock(mutex_);
  tell({Level::info, "fallback_ended", "Redis is back: the fallback ends", {{"endpoint", event.endpoint}}});
}

void OccurrenceFilter::subscription_gap(const GapEvent& event) {
  const std::lock_guard lock(mutex_);
  tell({Level::warning,
        "subscription_gap",
        "messages of a subscription were lost",
        {{"endpoint", event.endpoint}, {"away_ms", static_cast<std::int64_t>(event.away.count())}}});
}

}  // namespace redisconf

#include "health_look.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace redisconf {
namespace {

// Category of what was not asked.
constexpr std::string_view kNotLooked = "initializing";

bool on_fallback(const ComponentLook& component) noexcept {
  return component.report.on_fallback && component.report.status != HealthStatus::fail;
}

bool any_on_fallback(const HealthLook& look) noexcept {
  return std::any_of(look.components.begin(), look.components.end(), on_fallback);
}

}  // namespace

std::string_view name_of(HealthStatus status) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"pass", "warn", "fail"};
  return kNames.at(static_cast<std::size_t>(status));
}

HealthLook unanswered(HealthLook look, std::chrono::milliseconds since) {
  look.ping = {};
  look.ping.category = "timeout";
  look.ping.cause = "Redis has not answered a PING for " + std::to_string(since.count()) + " ms";
  return look;
}

HealthLook not_looked_yet() {
  HealthLook look;
  look.ping.category = kNotLooked;
  look.ping.cause = "the first look at Redis has not ended";
  look.memory_missing = look.ping.cause;
  look.time = std::chrono::system_clock::now();
  return look;
}

HealthStatus redis_status(const HealthSubject& subject, const HealthLook& look) noexcept {
  const bool in_place = any_on_fallback(look);
  if (look.ping.connected) return in_place ? HealthStatus::warn : HealthStatus::pass;
  return in_place || subject.fallback_allowed ? HealthStatus::warn : HealthStatus::fail;
}

HealthStatus service_status(const HealthSubject& subject, const HealthLook& look) noexcept {
  HealthStatus worst = redis_status(subject, look);
  for (const ComponentLook& component : look.components) worst = std::max(worst, component.report.status);
  return worst;
}

bool is_ready(const HealthSubject& subject, const HealthLook& look) noexcept {
  if (subject.readiness == MonitoringReadiness::always) return true;
  if (subject.readiness == MonitoringReadiness::redis && !look.ping.connected) return false;
  return service_status(subject, look) != HealthStatus::fail;
}

std::string_view mode_of(const HealthSubject& subject, const HealthLook& look) noexcept {
  if (look.ping.category == kNotLooked) return kNotLooked;
  switch (redis_status(subject, look)) {
    case HealthStatus::pass:
      return "redis";
    case HealthStatus::warn:
      return "memory";
    case HealthStatus::fail:
      return "none";
  }
  return {};
}

}  // namespace redisconf

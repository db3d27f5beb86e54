// What a part of a service - a cache, a queue - says about itself to Health and Metrics.
//
// Thread-safety: plain values.
#pragma once

#include <redisconf/config/export.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

// After draft-inadarei-api-health-check-06: warn is healthy, with concerns.
enum class HealthStatus : std::uint8_t { pass, warn, fail };

[[nodiscard]] REDISCONF_PUBLIC std::string_view name_of(HealthStatus status) noexcept;

// One statistic by name: {"hits", 12}. Names are lower_case; no value is a key or a value of Redis.
using HealthFigure = std::pair<std::string, std::variant<bool, std::int64_t, double, std::string>>;

struct HealthReport {
  HealthStatus status = HealthStatus::pass;
  bool on_fallback = false;  // works without Redis for now
  std::string output{};      // why it does not pass; empty when it does
  std::vector<HealthFigure> figures{};
};

}  // namespace redisconf

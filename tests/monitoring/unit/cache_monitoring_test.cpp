// What a cache tells, from given statistics.
#include <redisconf/monitoring/cache_monitoring.h>

#include "support/catch.h"

#include <algorithm>

using redisconf::cache_families;
using redisconf::cache_health;
using redisconf::CacheFallback;
using redisconf::CacheMode;
using redisconf::CacheStats;
using redisconf::HealthReport;
using redisconf::HealthStatus;

namespace {

CacheStats in_mode(CacheMode mode) {
  CacheStats stats;
  stats.mode = mode;
  stats.hits = 7;
  return stats;
}

}  // namespace

TEST_CASE("a cache passes with Redis and before it was reached", "[cache]") {
  for (const CacheMode mode : {CacheMode::redis, CacheMode::initializing}) {
    const HealthReport report = cache_health(CacheFallback::memory, in_mode(mode));
    CHECK(report.status == HealthStatus::pass);
    CHECK_FALSE(report.on_fallback);
    CHECK(report.output.empty());
  }
}

TEST_CASE("a cache without Redis warns on its fallback, and fails without one", "[cache]") {
  for (const CacheFallback fallback : {CacheFallback::memory, CacheFallback::open}) {
    const HealthReport report = cache_health(fallback, in_mode(CacheMode::memory));
    CHECK(report.status == HealthStatus::warn);
    CHECK(report.on_fallback);
    CHECK(report.output == "Redis is away");
  }
  const HealthReport failed = cache_health(CacheFallback::none, in_mode(CacheMode::memory));
  CHECK(failed.status == HealthStatus::fail);
  CHECK_FALSE(failed.on_fallback);
}

TEST_CASE("a cache that recovers warns", "[cache]") {
  for (const CacheFallback fallback : {CacheFallback::memory, CacheFallback::none})
    CHECK(cache_health(fallback, in_mode(CacheMode::recovering)).status == HealthStatus::warn);
}

TEST_CASE("statistics are figures and families", "[cache]") {
  const CacheStats stats = in_mode(CacheMode::redis);
  const auto figures = cache_health(CacheFallback::none, stats).figures;
  CHECK(std::ranges::count(figures, redisconf::HealthFigure{"hits", std::int64_t{7}}) == 1);
  const auto families = cache_families("sessions", stats);
  CHECK(families[0].name == "redisconf_cache_requests");
  CHECK(families[0].samples[0].labels == redisconf::MetricLabels{{"cache", "sessions"}, {"result", "hit"}});
  CHECK(families[0].samples[0].value == 7);
  CHECK(families[1].samples[1].labels[1].second == "redis");
  CHECK(families[1].samples[1].value == 1);
  CHECK(families[1].samples[2].value == 0);
}

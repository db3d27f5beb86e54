#include "redisconf/monitoring/cache_monitoring.h"

#include "part_families.h"
#include "redisconf/cache/events.h"

#include <utility>

namespace redisconf {
namespace {

MetricFamily modes(const PartFamilies& cache, const CacheStats& stats) {
  MetricFamily family{.name = "redisconf_cache_mode",
                      .type = MetricType::gauge,
                      .help = "1 for the mode that the cache is in: who answers"};
  for (const CacheMode mode :
       {CacheMode::initializing, CacheMode::redis, CacheMode::memory, CacheMode::recovering}) {
    cache.add(family, "mode", std::string(name_of(mode)), mode == stats.mode ? 1 : 0);
  }
  return family;
}

}  // namespace

HealthReport cache_health(CacheFallback fallback, const CacheStats& stats) {
  HealthReport report{.figures = {{"mode", std::string(name_of(stats.mode))},
                                  figure("hits", stats.hits),
                                  figure("misses", stats.misses),
                                  figure("writes", stats.writes),
                                  figure("failures", stats.failures),
                                  figure("stale_answers", stats.stale_answers),
                                  figure("memory_entries", stats.memory_entries),
                                  figure("memory_bytes", stats.memory_bytes),
                                  figure("dirty_entries", stats.dirty_entries)}};
  if (stats.mode != CacheMode::memory && stats.mode != CacheMode::recovering) return report;
  report.on_fallback = fallback != CacheFallback::none;
  report.status =
      report.on_fallback || stats.mode == CacheMode::recovering ? HealthStatus::warn : HealthStatus::fail;
  report.output =
      stats.mode == CacheMode::recovering ? "Redis gets what was changed while it was away" : "Redis is away";
  return report;
}

std::vector<MetricFamily> cache_families(const std::string& name, const CacheStats& stats) {
  using enum MetricType;
  const PartFamilies cache("cache", name);
  return {cache.by("result", "redisconf_cache_requests", counter, "What was asked of a cache, by result",
                   {{"hit", stats.hits},
                    {"miss", stats.misses},
                    {"write", stats.writes},
                    {"failure", stats.failures},
                    {"stale", stats.stale_answers}}),
          modes(cache, stats),
          cache.one("redisconf_cache_memory_entries", gauge, "Entries of the store in memory",
                    stats.memory_entries),
          cache.one("redisconf_cache_memory_bytes", gauge, "Bytes of the store in memory", stats.memory_bytes,
                    "bytes"),
          cache.one("redisconf_cache_dirty_entries", gauge, "Changed keys that Redis does not know of yet",
                    stats.dirty_entries),
          cache.one("redisconf_cache_dirty_overflows", counter,
                    "Times that older entries were invalidated because the dirty log was full",
                    stats.dirty_overflows),
          cache.one("redisconf_cache_unreadable", counter, "Entries that did not parse",
                    stats.unreadable + stats.malformed)};
}

void watch_cache(Monitor& monitor, const CacheSettings& settings, std::function<CacheStats()> stats) {
  monitor.health().add_component("cache", settings.name, [fallback = settings.fallback, stats] {
    return cache_health(fallback, stats());
  });
  monitor.metrics().add_source(
      [name = settings.name, stats = std::move(stats)](std::vector<MetricFamily>& families) {
        families = cache_families(name, stats());
      });
}

}  // namespace redisconf

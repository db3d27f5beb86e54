// What a cache tells to health and metrics.
//
//   redisconf::Cache<Session> sessions(client, config.sessions_cache());
//   redisconf::watch_cache(monitor, config.sessions_cache(), [&] { return sessions.stats(); });
//
// Ownership:     the function, and the cache that it refers to, must outlive the monitor or its close().
// Thread-safety: pure functions; watch_cache() as Monitor.
// Errors:        std::bad_alloc.
#pragma once

#include <redisconf/cache/stats.h>
#include <redisconf/config/export.h>
#include <redisconf/config/resources.h>
#include <redisconf/monitoring/health_report.h>
#include <redisconf/monitoring/metric_family.h>
#include <redisconf/monitoring/monitor.h>

#include <functional>
#include <string>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

// While Redis is away: warn where the cache's fallback answers, fail where it has none. While a cache
// recovers it warns. Statistics are figures.
[[nodiscard]] REDISCONF_PUBLIC HealthReport cache_health(CacheFallback fallback, const CacheStats& stats);

// redisconf_cache_requests_total{cache,result}, redisconf_cache_mode{cache,mode} and what the memory store
// and the dirty log hold.
[[nodiscard]] REDISCONF_PUBLIC std::vector<MetricFamily> cache_families(const std::string& name,
                                                                        const CacheStats& stats);

// Both, from now on.
REDISCONF_PUBLIC void watch_cache(Monitor& monitor, const CacheSettings& settings,
                                  std::function<CacheStats()> stats);

}  // namespace redisconf

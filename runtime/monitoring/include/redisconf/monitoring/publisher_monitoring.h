// What a publisher and its spool tell to health and metrics.
//
//   redisconf::watch_publisher(monitor, config.user_events_channel(), [&] { return publisher.stats(); });
//
// A thread in the background asks for the figures, so that neither probes nor scrapes wait for the spool.
//
// Ownership:     the function, and the publisher that it refers to, must outlive the monitor or its close().
// Thread-safety: pure functions; watch_publisher() as Monitor.
// Errors:        std::bad_alloc; std::system_error when a thread can't be started.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/resources.h>
#include <redisconf/monitoring/health_report.h>
#include <redisconf/monitoring/metric_family.h>
#include <redisconf/monitoring/monitor.h>
#include <redisconf/publisher/publisher.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

// Warns, on its fallback, while messages go to the spool. Statistics are figures.
[[nodiscard]] REDISCONF_PUBLIC HealthReport publisher_health(const PublisherStats& stats);

// redisconf_publisher_messages_total{channel,result}, and of the spool: redisconf_spool_messages, _bytes,
// _oldest_age_seconds, _replayed_total, _duplicates_total, _dropped_total, _lost_total, _failed_writes_total
// and _failed_syncs_total, each {channel}.
[[nodiscard]] REDISCONF_PUBLIC std::vector<MetricFamily> publisher_families(const std::string& name,
                                                                            const PublisherStats& stats);

// Both, from now on.
REDISCONF_PUBLIC void watch_publisher(Monitor& monitor, const ChannelSettings& channel,
                                      std::function<PublisherStats()> stats,
                                      std::chrono::milliseconds interval = std::chrono::seconds(1));

}  // namespace redisconf

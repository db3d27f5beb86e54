#include "redisconf/monitoring/publisher_monitoring.h"

#include "latest.h"
#include "part_families.h"

#include <memory>
#include <utility>

namespace redisconf {

HealthReport publisher_health(const PublisherStats& stats) {
  HealthReport report{.figures = {figure("sent", stats.sent),
                                  figure("spooled", stats.spooled),
                                  figure("replayed", stats.replayed),
                                  figure("dropped", stats.dropped),
                                  figure("refused", stats.refused),
                                  figure("lost", stats.lost),
                                  figure("spool_messages", stats.spool_messages),
                                  figure("spool_bytes", stats.spool_bytes),
                                  {"oldest_age_ms", static_cast<std::int64_t>(stats.oldest_age.count())}}};
  if (!stats.spooling) return report;
  report.status = HealthStatus::warn;
  report.on_fallback = true;
  report.output = "messages wait in the spool";
  if (!stats.last_error.empty()) report.output += ": " + stats.last_error;
  return report;
}

std::vector<MetricFamily> publisher_families(const std::string& name, const PublisherStats& stats) {
  using enum MetricType;
  const PartFamilies channel("channel", name);
  return {channel.by("result", "redisconf_publisher_messages", counter, "Messages, by where they went",
                     {{"sent", stats.sent},
                      {"spooled", stats.spooled},
                      {"logged", stats.logged},
                      {"refused", stats.refused}}),
          channel.one("redisconf_spool_messages", gauge, "Messages in the spool", stats.spool_messages),
          channel.one("redisconf_spool_bytes", gauge, "Bytes of the spool", stats.spool_bytes, "bytes"),
          channel.one("redisconf_spool_oldest_age_seconds", gauge,
                      "Age of the oldest message in the spool, at most; 0 when it is empty",
                      std::chrono::duration<double>(stats.oldest_age).count(), "seconds"),
          channel.one("redisconf_spool_replayed", counter, "Messages that went from the spool to Redis",
                      stats.replayed),
          channel.one("redisconf_spool_duplicates", counter, "Of those, messages that Redis had already",
                      stats.duplicates),
          channel.one("redisconf_spool_dropped", counter, "Oldest messages that were dropped for room",
                      stats.dropped),
          channel.one("redisconf_spool_lost", counter, "Messages that were damaged in the spool", stats.lost),
          channel.one("redisconf_spool_failed_writes", counter, "Writes of the spool that failed",
                      stats.failed_writes),
          channel.one("redisconf_spool_failed_syncs", counter, "Syncs of the spool that failed",
                      stats.failed_syncs)};
}

void watch_publisher(Monitor& monitor, const ChannelSettings& channel, std::function<PublisherStats()> stats,
                     std::chrono::milliseconds interval) {
  const auto latest = std::make_shared<Latest<PublisherStats>>();
  monitor.every(interval, [latest, stats = std::move(stats)] { latest->refresh(stats); });
  monitor.health().add_component("publisher", channel.name, [latest] {
    const auto view = latest->view();
    return view.value ? publisher_health(*view.value) : HealthReport{};
  });
  monitor.metrics().add_source([name = channel.name, latest](std::vector<MetricFamily>& families) {
    if (const auto view = latest->view(); view.value) families = publisher_families(name, *view.value);
  });
}

}  // namespace redisconf

#include "redisconf/monitoring/queue_monitoring.h"

#include "latest.h"
#include "part_families.h"

#include <iterator>
#include <memory>
#include <utility>

namespace redisconf {
namespace {

using LatestStats = Latest<queue::QueueStats>;

MetricFamily depths(const PartFamilies& queue, const queue::QueueStats& stats) {
  MetricFamily family{.name = "redisconf_queue_depth",
                      .type = MetricType::gauge,
                      .help = "Jobs that wait, by priority (0 is the most urgent)"};
  for (std::size_t priority = 0; priority < stats.waiting.size(); ++priority)
    queue.add(family, "priority", std::to_string(priority), stats.waiting[priority]);
  return family;
}

HealthReport health_of(const LatestStats::View& view) {
  if (view.value) return queue_health(*view.value);
  if (view.cause.empty()) return {};  // not asked yet
  return {.status = HealthStatus::warn, .output = "its figures can't be read: " + view.cause};
}

void add_worker(HealthReport& report, const queue::WorkerStats& stats) {
  for (HealthFigure& each : std::vector<HealthFigure>{figure("handled", stats.completed),
                                                      figure("handlers_failed", stats.failed),
                                                      figure("lease_losses", stats.lease_losses),
                                                      figure("late", stats.late),
                                                      {"running", static_cast<std::int64_t>(stats.active)}})
    report.figures.push_back(std::move(each));
}

void append(std::vector<MetricFamily>& families, std::vector<MetricFamily> more) {
  std::move(more.begin(), more.end(), std::back_inserter(families));
}

}  // namespace

HealthReport queue_health(const queue::QueueStats& stats) {
  HealthReport report{
      .figures = {figure("waiting", stats.depth()),
                  {"oldest_waiting_ms", static_cast<std::int64_t>(stats.oldest_waiting.count())},
                  figure("active", stats.active),
                  figure("delayed", stats.delayed),
                  figure("dead", stats.dead),
                  figure("workers", stats.workers),
                  {"paused", stats.paused},
                  figure("completed", stats.completed_total),
                  figure("failed", stats.failed_total),
                  figure("crashed", stats.crashed_total)}};
  if (stats.depth() > 0 && stats.workers == 0) {
    report.status = HealthStatus::warn;
    report.output = "jobs wait, and no worker is there";
  }
  return report;
}

std::vector<MetricFamily> queue_families(const std::string& name, const queue::QueueStats& stats) {
  using enum MetricType;
  const PartFamilies queue("queue", name);
  return {queue.by("state", "redisconf_jobs", gauge, "Jobs in the queue, by state",
                   {{"waiting", stats.depth()},
                    {"delayed", stats.delayed},
                    {"active", stats.active},
                    {"completed", stats.completed_kept},
                    {"dead", stats.dead}}),
          depths(queue, stats),
          queue.one("redisconf_queue_oldest_waiting_seconds", gauge,
                    "How long the first job in line has been ready; 0 when none waits",
                    std::chrono::duration<double>(stats.oldest_waiting).count(), "seconds"),
          queue.one("redisconf_queue_workers", gauge, "Workers that have a lease", stats.workers),
          queue.one("redisconf_queue_paused", gauge, "1 while the queue is paused", stats.paused ? 1 : 0),
          queue.by("result", "redisconf_queue_jobs", counter,
                   "What became of jobs and attempts over all workers since the queue was made",
                   {{"completed", stats.completed_total},
                    {"failed", stats.failed_total},
                    {"crashed", stats.crashed_total},
                    {"expired", stats.expired_total},
                    {"dead", stats.dead_total}})};
}

std::vector<MetricFamily> worker_families(const std::string& name, const queue::WorkerStats& stats) {
  using enum MetricType;
  const PartFamilies worker("queue", name);
  const auto count = [](int jobs) { return static_cast<std::uint64_t>(jobs); };
  return {worker.by("result", "redisconf_worker_jobs", counter,
                    "Jobs of this process's worker, by what came of them",
                    {{"completed", stats.completed},
                     {"failed", stats.failed},
                     {"expired", stats.expired},
                     {"late", stats.late},
                     {"returned", stats.returned}}),
          worker.by("state", "redisconf_worker_jobs_in_hand", gauge,
                    "Jobs that this process's worker runs, and has fetched and not started",
                    {{"active", count(stats.active)}, {"ready", count(stats.ready)}}),
          worker.one("redisconf_worker_lease_losses", counter,
                     "Times that this process's worker lost its lease", stats.lease_losses),
          worker.one("redisconf_worker_redis_errors", counter,
                     "Calls to Redis of this process's worker that were tried again", stats.redis_errors),
          worker.histogram("redisconf_worker_handler_time_seconds", "How long handlers took",
                           stats.handler_time)};
}

void watch_queue(Monitor& monitor, queue::Queue& queue, std::function<queue::WorkerStats()> worker,
                 std::chrono::milliseconds interval) {
  const std::string& name = queue.settings().name;
  const auto latest = std::make_shared<LatestStats>();
  monitor.every(interval, [&queue, latest] { latest->refresh([&queue] { return queue.stats(); }); });
  monitor.health().add_component("queue", name, [latest, worker] {
    HealthReport report = health_of(latest->view());
    if (worker) add_worker(report, worker());
    return report;
  });
  monitor.metrics().add_source(
      [name, latest, worker = std::move(worker)](std::vector<MetricFamily>& families) {
        if (const auto view = latest->view(); view.value) append(families, queue_families(name, *view.value));
        if (worker) append(families, worker_families(name, worker()));
      });
  monitor.debug().add_queue(queue);
}

}  // namespace redisconf

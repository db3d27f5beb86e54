// What a queue and a worker tell, from given statistics.
#include <redisconf/monitoring/queue_monitoring.h>

#include "support/catch.h"
#include "unit/families.h"

using namespace std::chrono_literals;
using redisconf::HealthReport;
using redisconf::HealthStatus;
using redisconf::MetricType;
using redisconf::queue::QueueStats;
using redisconf::queue::WorkerStats;
using redisconf::test::family;
using redisconf::test::value;

namespace {

QueueStats busy() {
  QueueStats stats;
  stats.waiting = {2, 5};
  stats.oldest_waiting = 1500ms;
  stats.active = 3;
  stats.delayed = 4;
  stats.dead = 1;
  stats.workers = 2;
  stats.completed_total = 100;
  stats.crashed_total = 6;
  return stats;
}

}  // namespace

TEST_CASE("a queue with workers passes", "[queue]") {
  const HealthReport report = redisconf::queue_health(busy());
  CHECK(report.status == HealthStatus::pass);
  CHECK_FALSE(report.on_fallback);
  CHECK(report.figures[0] == redisconf::HealthFigure{"waiting", std::int64_t{7}});
}

TEST_CASE("a queue whose jobs nobody works on warns, and does not without jobs", "[queue]") {
  QueueStats stats = busy();
  stats.workers = 0;
  CHECK(redisconf::queue_health(stats).status == HealthStatus::warn);
  CHECK_FALSE(redisconf::queue_health(stats).output.empty());
  stats.waiting = {0, 0};
  CHECK(redisconf::queue_health(stats).status == HealthStatus::pass);
}

TEST_CASE("a queue's families tell states, depth by priority, age and totals", "[queue]") {
  const auto families = redisconf::queue_families("reports", busy());
  const auto& jobs = family(families, "redisconf_jobs");
  CHECK(value(jobs, {{"queue", "reports"}, {"state", "waiting"}}) == 7);
  CHECK(value(jobs, {{"queue", "reports"}, {"state", "active"}}) == 3);
  CHECK(value(jobs, {{"queue", "reports"}, {"state", "delayed"}}) == 4);
  CHECK(value(jobs, {{"queue", "reports"}, {"state", "dead"}}) == 1);
  const auto& depth = family(families, "redisconf_queue_depth");
  CHECK(value(depth, {{"queue", "reports"}, {"priority", "0"}}) == 2);
  CHECK(value(depth, {{"queue", "reports"}, {"priority", "1"}}) == 5);
  CHECK(value(family(families, "redisconf_queue_oldest_waiting_seconds"), {{"queue", "reports"}}) == 1.5);
  CHECK(value(family(families, "redisconf_queue_workers"), {{"queue", "reports"}}) == 2);
  const auto& totals = family(families, "redisconf_queue_jobs");
  CHECK(totals.type == MetricType::counter);
  CHECK(value(totals, {{"queue", "reports"}, {"result", "completed"}}) == 100);
  CHECK(value(totals, {{"queue", "reports"}, {"result", "crashed"}}) == 6);
}

TEST_CASE("a worker's families tell lease losses and how long handlers took", "[queue]") {
  WorkerStats stats;
  stats.completed = 9;
  stats.lease_losses = 2;
  stats.active = 1;
  stats.handler_time.buckets[3] = 9;
  stats.handler_time.sum_seconds = 0.5;
  const auto families = redisconf::worker_families("reports", stats);
  CHECK(value(family(families, "redisconf_worker_jobs"), {{"queue", "reports"}, {"result", "completed"}}) ==
        9);
  CHECK(value(family(families, "redisconf_worker_lease_losses"), {{"queue", "reports"}}) == 2);
  CHECK(value(family(families, "redisconf_worker_jobs_in_hand"),
              {{"queue", "reports"}, {"state", "active"}}) == 1);
  const auto& time = family(families, "redisconf_worker_handler_time_seconds");
  CHECK(time.type == MetricType::histogram);
  REQUIRE(time.histograms.size() == 1);
  CHECK(time.histograms[0].labels == redisconf::MetricLabels{{"queue", "reports"}});
  CHECK(time.histograms[0].counts.at(3) == 9);
  CHECK(time.histograms[0].sum == 0.5);
}

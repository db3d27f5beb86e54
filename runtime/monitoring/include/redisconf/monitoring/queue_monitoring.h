// What a queue, and a worker of it, tell to health, metrics and the debug pages.
//
//   redisconf::watch_queue(monitor, reports, [&] { return worker.stats(); });
//
// A thread in the background asks Redis for the queue's figures (Queue::stats(), one script), so that neither
// probes nor scrapes wait for it. While Redis does not answer, the queue's figures are absent rather than
// old; the worker's own are there always.
//
// Ownership:     the queue, the function and what it refers to must outlive the monitor or its close().
// Thread-safety: pure functions; watch_queue() as Monitor.
// Errors:        std::bad_alloc; std::system_error when a thread can't be started.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/monitoring/health_report.h>
#include <redisconf/monitoring/metric_family.h>
#include <redisconf/monitoring/monitor.h>
#include <redisconf/queue/queue.h>
#include <redisconf/queue/worker.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

// Warns when jobs wait and no worker has a lease. Statistics are figures.
[[nodiscard]] REDISCONF_PUBLIC HealthReport queue_health(const queue::QueueStats& stats);

// redisconf_jobs{queue,state}, redisconf_queue_depth{queue,priority}, the age of the oldest, workers, whether
// it is paused, and redisconf_queue_jobs_total{queue,result}. All instances tell the same: take the greatest,
// not the sum.
[[nodiscard]] REDISCONF_PUBLIC std::vector<MetricFamily> queue_families(const std::string& name,
                                                                        const queue::QueueStats& stats);

// Of the worker in this process: redisconf_worker_jobs_total{queue,result}, lease losses, errors, jobs in
// hand, and the histogram redisconf_worker_handler_time_seconds.
[[nodiscard]] REDISCONF_PUBLIC std::vector<MetricFamily> worker_families(const std::string& name,
                                                                         const queue::WorkerStats& stats);

// All of it from now on, and pages of the queue's jobs (Debug::job). `worker` may be empty, where a process
// only puts jobs in; it should answer at once.
REDISCONF_PUBLIC void watch_queue(Monitor& monitor, queue::Queue& queue,
                                  std::function<queue::WorkerStats()> worker = {},
                                  std::chrono::milliseconds interval = std::chrono::seconds(5));

}  // namespace redisconf

#include "refreshes.h"

#include <utility>

namespace backend {

using redisconf::queue::DoNotRetry;
using redisconf::queue::Job;
using redisconf::queue::Worker;
using redisconf::queue::WorkerStats;

Refreshes::Refreshes(redisconf::Client& client, const RedisConfig& config,
                     std::shared_ptr<Analytics> analytics)
    : client_(client), analytics_(std::move(analytics)), queue_(client, config.reports_queue()) {
  if (config.strict()) queue_.check_server();
}

std::string Refreshes::enqueue(const Report& report) {
  return queue_.enqueue(report.name, {.unique_key = std::string(report.name)});
}

void Refreshes::start() {
  const std::lock_guard starting(starting_);
  if (worker()) return;
  auto started = std::make_shared<Worker>(client_, queue_.settings(), [this](Job& job) { work(job); });
  const std::lock_guard lock(mutex_);
  worker_ = std::move(started);
}

std::shared_ptr<Worker> Refreshes::worker() const {
  const std::lock_guard lock(mutex_);
  return worker_;
}

WorkerStats Refreshes::worker_stats() const {
  const std::shared_ptr<Worker> worker = this->worker();
  return worker ? worker->stats() : WorkerStats{};
}

// To compute a figure twice does no harm.
void Refreshes::work(const Job& job) {
  const Report* const report = find_report(job.payload());
  if (report == nullptr) throw DoNotRetry("there is no such report");
  analytics_->refresh(*report);
}

}  // namespace backend

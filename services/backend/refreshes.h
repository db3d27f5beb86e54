// Figures that are computed again in the background, by a worker of the queue `reports` of the schema.
//
// Ownership:     refers to the client, which must outlive it; shares the figures.
// Thread-safety: every member may run concurrently.
// Errors:        redisconf::RedisError. The constructor throws it in strict environments alone: when the
// server
//                may drop jobs.
#pragma once

#include "analytics.h"

#include "backend/redis_config.h"

#include <redisconf/client/client.h>
#include <redisconf/queue/queue.h>
#include <redisconf/queue/worker.h>

#include <memory>
#include <mutex>
#include <string>

namespace backend {

class Refreshes {
 public:
  Refreshes(redisconf::Client& client, const RedisConfig& config, std::shared_ptr<Analytics> analytics);

  // The job's id: that of the report's unfinished one, when there is one.
  std::string enqueue(const Report& report);

  void start();  // the worker, unless it runs; waits for Redis

  [[nodiscard]] redisconf::queue::Queue& queue() noexcept { return queue_; }
  [[nodiscard]] redisconf::queue::WorkerStats worker_stats() const;

 private:
  [[nodiscard]] std::shared_ptr<redisconf::queue::Worker> worker() const;
  void work(const redisconf::queue::Job& job);

  redisconf::Client& client_;
  std::shared_ptr<Analytics> analytics_;
  redisconf::queue::Queue queue_;
  std::mutex starting_;
  mutable std::mutex mutex_;
  std::shared_ptr<redisconf::queue::Worker> worker_;  // last: its threads use the others
};

}  // namespace backend

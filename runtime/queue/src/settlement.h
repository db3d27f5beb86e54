// Tells Redis what came of jobs, in batches: what gathers while one is under way is the next. One
// thread's work.
#pragma once

#include "housekeeper.h"
#include "queue_keys.h"
#include "stopping.h"
#include "workbench.h"

#include <functional>
#include <string>
#include <vector>

namespace redisconf::queue {

class Settlement {
 public:
  Settlement(Client& client, const QueueKeys& keys, const WorkerOptions& options, Workbench& bench,
             Housekeeper& housekeeper);

  void run();                        // until Workbench::finish() or stop()
  void stop() { stopping_.stop(); }  // gives up on what Redis does not take

  // What run() does with each batch, again until it succeeds. Throws RedisError.
  void settle(const std::vector<Result>& results);

 private:
  void tell_late(const std::vector<Result>& results, const GenerationPtr& generation);

  Client& client_;
  const QueueKeys& keys_;
  const WorkerOptions& options_;
  Workbench& bench_;
  Housekeeper& housekeeper_;
  Stopping stopping_;
  std::mt19937_64 random_;
};

}  // namespace redisconf::queue

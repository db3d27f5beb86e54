// A queue on a real server for one test, and the workers of it.
#pragma once

#include "client/support/trial_config.h"
#include "support/eventually.h"

#include <redisconf/queue/queue.h>
#include <redisconf/queue/worker.h>
#include <redisconf/testing/redis_server.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace redisconf::test {

[[nodiscard]] inline QueueSettings trial_queue(int priorities = 2) {
  QueueSettings settings;
  settings.name = "reports";
  settings.key_prefix = "{trial:reports}:";
  settings.priorities = priorities;
  return settings;
}

struct QueueTrial {
  explicit QueueTrial(QueueSettings told = trial_queue()) : settings(std::move(told)) {}

  testing::RedisServer server{};
  Client client{trial_config(server)};
  QueueSettings settings;
  queue::Queue queue{client, settings};
};

}  // namespace redisconf::test

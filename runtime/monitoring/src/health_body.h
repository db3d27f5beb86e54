// The bodies of health replies, from what was seen of Redis.
#pragma once

#include "redisconf/client/client.h"
#include "redisconf/monitoring/http_reply.h"

#include <chrono>
#include <string>

namespace redisconf {

struct HealthSnapshot {
  std::string service;
  std::string environment;
  std::string endpoint;  // masked
  Ping ping;
  PoolStats pool;
  std::chrono::system_clock::time_point time;
};

[[nodiscard]] HttpReply redis_health_reply(const HealthSnapshot& snapshot);
[[nodiscard]] HttpReply service_health_reply(const HealthSnapshot& snapshot);

}  // namespace redisconf

// From putting a job in to its handler, while nothing else is to be done.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/resources.h>
#include <redisconf/testing/redis_server.h>

#include <vector>

namespace redisconf::bench {

// Microseconds, sorted.
struct IdleTimes {
  std::vector<double> queue;
  std::vector<double> bare;  // RPUSH and BLPOP by raw hiredis on the same server: the limit
};

// In turn a job and a bare push, each after a rest.
[[nodiscard]] IdleTimes measure_idle(const testing::RedisServer& server, Client& client,
                                     const QueueSettings& settings, int count);

}  // namespace redisconf::bench

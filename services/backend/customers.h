// The customers of the shop, in this process's memory, and the news of them on the channel `customers`.
//
// A customer is created whether or not anybody can be told: the news goes to Redis, to the channel's
// spool while Redis is away, and is given up when neither takes it.
//
// Ownership:     refers to the client, which must outlive it.
// Thread-safety: every member may run concurrently.
// Errors:        the constructor throws redisconf::PublishError when the spool can't be had.
#pragma once

#include "backend/redis_config.h"

#include <redisconf/client/client.h>
#include <redisconf/publisher/critical_operation.h>
#include <redisconf/publisher/publisher.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace backend {

struct Customer {
  std::uint64_t id = 0;
  std::string name;
};

class Customers {
 public:
  Customers(redisconf::Client& client, const RedisConfig& config);

  redisconf::CriticalOutcome<Customer> create(const std::string& name);

  // Of the news.
  [[nodiscard]] redisconf::PublisherStats news_stats() const { return publisher_.stats(); }

 private:
  [[nodiscard]] Customer add(const std::string& name);

  redisconf::Publisher publisher_;
  std::mutex mutex_;
  std::map<std::uint64_t, Customer> customers_;
};

}  // namespace backend

// Jobs as XREADGROUP gives them out.
#pragma once

#include "queue_keys.h"

#include <string>
#include <vector>

namespace redisconf::queue {

struct Delivery {
  int lane = 0;
  std::string entry;  // its id in the stream
  std::string payload;
  std::string id;      // of the job, when that is not p-<entry>
  std::string unique;  // its unique key
  int failures = 0;
  int crashes = 0;
  long long expires = 0;   // ms on the server's clock; 0: never
  long long enqueued = 0;  // ms on the server's clock

  [[nodiscard]] std::string job_id() const;
};

struct Deliveries {
  std::vector<Delivery> jobs;
  std::vector<std::string> bells;  // entries of the worker's own bell
};

// Nil, when nothing came, gives none. Throws RedisError (protocol).
[[nodiscard]] Deliveries deliveries_in(const Reply& reply, const QueueKeys& keys);

}  // namespace redisconf::queue

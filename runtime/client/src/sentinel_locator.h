// Asks the Sentinels of a configuration where primary and replicas are (redis.io/docs, "Sentinel clients
// guidelines"): one after the other, first the one that answered last time.
//
// Thread-safety: every member may run concurrently. Errors: RedisError, which names each Sentinel that was
// asked and what became of that.
#pragma once

#include "config_cell.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/errors.h"
#include "redisconf/client/reply.h"
#include "redisconf/config/nodes.h"

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace redisconf {

class SentinelLocator {
 public:
  // `config` must outlive the object.
  explicit SentinelLocator(const ConfigCell& config) : config_(config) {}

  [[nodiscard]] NodeAddress primary(Deadline deadline);
  [[nodiscard]] std::vector<NodeAddress> replicas(Deadline deadline);

 private:
  // `read` says whether the answer is of use.
  void ask(std::string_view question, Deadline deadline, const std::function<bool(const Reply&)>& read);
  [[nodiscard]] std::string ask_one(const NodeAddress& sentinel, std::string_view question, Deadline deadline,
                                    const std::function<bool(const Reply&)>& read) const;

  const ConfigCell& config_;
  std::atomic<std::size_t> first_{0};
};

}  // namespace redisconf

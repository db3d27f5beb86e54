// Asks the Sentinels of a configuration where primary and replicas are (redis.io/docs, "Sentinel clients
// guidelines"): one after the other, first the one that answered last time.
//
// Thread-safety: every member may run concurrently, unless connections are kept. Errors: RedisError, which
// names each Sentinel that was asked and what became of that.
#pragma once

#include "config_cell.h"
#include "link.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/errors.h"
#include "redisconf/client/reply.h"
#include "redisconf/config/nodes.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace redisconf {

class SentinelLocator {
 public:
  // Whether the connection to the one that answered is kept for the next question; then one thread at a time.
  enum class Keep : std::uint8_t { no, yes };

  // `config` must outlive the object.
  explicit SentinelLocator(const ConfigCell& config, Keep keep = Keep::no) : config_(config), keep_(keep) {}

  [[nodiscard]] NodeAddress primary(Deadline deadline);
  [[nodiscard]] std::vector<NodeAddress> replicas(Deadline deadline);

 private:
  // `read` says whether the answer is of use.
  void ask(std::string_view question, Deadline deadline, const std::function<bool(const Reply&)>& read);
  [[nodiscard]] std::string ask_one(const NodeAddress& sentinel, std::string_view question, Deadline deadline,
                                    const std::function<bool(const Reply&)>& read);

  const ConfigCell& config_;
  const Keep keep_;
  std::atomic<std::size_t> first_{0};
  std::unique_ptr<Link> kept_;
  NodeAddress kept_to_;
};

}  // namespace redisconf

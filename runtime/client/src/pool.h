// A bounded set of connections of one client, each for one caller at a time.
//
// Thread-safety: every member may run concurrently. Errors: RedisError.
#pragma once

#include "dial_gate.h"
#include "redisconf/client/client.h"
#include "redisconf/client/connection.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/service_config.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace redisconf {

class Pool {
 public:
  // One connection, for one caller; goes back to the pool, or is closed when it is not usable.
  class Lease {
   public:
    Lease(Pool& pool, Connection connection, bool reused)
        : pool_(pool), connection_(std::move(connection)), reused_(reused) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(connection_), discarded_); }

    [[nodiscard]] Connection& connection() noexcept { return connection_; }
    [[nodiscard]] bool reused() const noexcept { return reused_; }
    void discard() noexcept { discarded_ = true; }  // is closed, and not used again

   private:
    Pool& pool_;
    Connection connection_;
    bool reused_;
    bool discarded_ = false;
  };

  Pool(const ServiceConfig& config, DialGate gate);

  // An idle connection, or a new one; waits for one while all are busy.
  [[nodiscard]] Lease acquire(Deadline deadline);

  [[nodiscard]] PoolStats stats() const;
  [[nodiscard]] const ServiceConfig& config() const noexcept { return config_; }

  // Why the last dial failed; nothing when it did not.
  [[nodiscard]] std::optional<RedisError::Details> last_failure() const;

 private:
  [[nodiscard]] Connection dial(DialGate::Attempt attempt, Deadline deadline);
  void dial_failed(DialGate::Attempt attempt, RedisError::Details cause);
  [[nodiscard]] RedisError all_busy() const;
  void give_back(Connection connection, bool discarded) noexcept;

  const ServiceConfig config_;
  const int limit_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  DialGate gate_;                 // under mutex_, as all below
  std::vector<Connection> idle_;  // the last used is the first reused
  int open_ = 0;                  // idle, lent and being dialled
};

}  // namespace redisconf

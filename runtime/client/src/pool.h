// A bounded set of connections of one client, each for one caller at a time.
//
// Thread-safety: every member may run concurrently. Errors: RedisError.
#pragma once

#include "client_metrics.h"
#include "config_cell.h"
#include "dial_gate.h"
#include "dialler.h"
#include "redisconf/client/client.h"
#include "redisconf/client/connection.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/errors.h"

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
    Lease(Pool& pool, Connection connection, bool reused, unsigned generation)
        : pool_(pool),
          connection_(std::move(connection)),
          since_(Deadline::Clock::now()),
          generation_(generation),
          reused_(reused) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(*this); }

    [[nodiscard]] Connection& connection() noexcept { return connection_; }
    [[nodiscard]] bool reused() const noexcept { return reused_; }
    void discard() noexcept { discarded_ = true; }  // is closed, and not used again

   private:
    friend class Pool;

    Pool& pool_;
    Connection connection_;
    Deadline::Clock::time_point since_;
    unsigned generation_;
    bool reused_;
    bool discarded_ = false;
  };

  // `config` and `metrics` must outlive the object.
  Pool(const ConfigCell& config, ClientMetrics& metrics, Dialler dialler, DialGate gate);

  // An idle connection, or a new one; waits for one while all are busy.
  [[nodiscard]] Lease acquire(Deadline deadline);

  [[nodiscard]] PoolStats stats() const;

  // Those that are idle or lent go on as they are; none is used again after that.
  void retire_all() noexcept;
  void forget_failures();

 private:
  [[nodiscard]] Connection dial(DialGate::Attempt attempt, Deadline deadline);
  void dial_failed(DialGate::Attempt attempt, RedisError::Details cause);
  [[nodiscard]] RedisError all_busy() const;
  void give_back(Lease& lease) noexcept;

  const ConfigCell& config_;
  ClientMetrics& metrics_;
  const Dialler dialler_;
  const int limit_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  DialGate gate_;                 // under mutex_, as all below
  std::vector<Connection> idle_;  // the last used is the first reused
  int open_ = 0;                  // idle, lent and being dialled
  unsigned generation_ = 0;       // counts retire_all()
};

}  // namespace redisconf

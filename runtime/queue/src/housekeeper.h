// Keeps a worker's lease, and does its share of what needs no leader: gives back the jobs of dead workers,
// moves delayed ones that are due, makes those of schedules. One thread's work.
//
// Thread-safety: run() is for that thread; the others may be called by any.
#pragma once

#include "queue_keys.h"
#include "stopping.h"
#include "workbench.h"

#include <atomic>
#include <functional>
#include <random>
#include <string>

namespace redisconf::queue {

class Housekeeper {
 public:
  Housekeeper(Client& client, const QueueKeys& keys, const WorkerOptions& options, Workbench& bench);

  // Enters the queue; throws RedisError.
  void enter() { enter(false); }
  void run();  // until stop()
  // What run() does, one turn of it: how long to sleep then, unless woken. Throws RedisError.
  [[nodiscard]] Milliseconds step();
  [[nodiscard]] bool take_wake() { return stopping_.take_wake(); }
  void wake() { stopping_.wake(); }
  void stop() { stopping_.stop(); }

  // The queue's groups are gone (FLUSHALL, another server): enters anew.
  void reenter() {
    must_enter_ = true;
    wake();
  }

  // Looks for jobs of consumers that have no lease: one of this worker's earlier lives got some.
  void look() {
    must_look_ = true;
    wake();
  }

  // Gives up the lease.
  void leave();

 private:
  void enter(bool lost);
  [[nodiscard]] Milliseconds tend();
  [[nodiscard]] Milliseconds tend_once();
  void fire(const std::vector<Reply>& answer, ServerTime now);
  void compact();
  [[nodiscard]] std::string new_name();

  Client& client_;
  const QueueKeys& keys_;
  Workbench& bench_;
  const std::string lease_;
  const std::string max_crashes_;
  const std::function<std::uint64_t()> random_;
  ServerTime now_{};     // as the last reply told it
  ServerTime looked_{};  // for consumers without lease
  std::atomic<bool> must_enter_{false};
  std::atomic<bool> must_look_{false};
  Stopping stopping_;
};

}  // namespace redisconf::queue

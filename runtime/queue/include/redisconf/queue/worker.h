// Runs a queue's jobs, on threads of its own.
//
//   redisconf::queue::Worker worker(client, config.reports_queue(), [](redisconf::queue::Job& job) {
//     build_report(job.payload());
//   }, {.handlers = 4});
//   ...
//   worker.stop(30s);
//
// While idle it waits on the server (XREADGROUP with BLOCK), so a job starts one round trip after it was
// put in. A worker has one lease on the server's clock, renewed by a thread that handlers can't starve.
// One that dies gives its jobs back when the lease ends: another worker finds that out, whichever is
// there. One that only stalls is fenced: what it says about its jobs afterwards is refused, and told
// (WorkerOptions::on_late, Job::lost()). While Redis is away, handlers go on; what they achieved is
// told when it is back.
//
// Ownership:     keeps a reference to the client, which must live longer; takes one of its connections
//                of its own (`pool.connections`), so a client may feed that many workers.
//                After fork() a child has none of its threads: there stop() and its end do nothing.
// Thread-safety: every member may run concurrently.
// Errors:        the constructor throws RedisError when Redis can't be reached, or may drop jobs
//                (Queue::check_server(); outside strict environments the client's listeners are
//                warned). Afterwards errors of Redis are tried again, and counted.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/client/metrics.h>
#include <redisconf/config/export.h>
#include <redisconf/config/fork_generation.h>
#include <redisconf/config/resources.h>
#include <redisconf/queue/job.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace redisconf {
namespace queue REDISCONF_PUBLIC {

// Returns: the job is completed. Throws: it failed, and is tried again after a pause until the queue's
// max_attempts; what() is kept with the job, at most 500 bytes of it, so it should hold no secret.
using Handler = std::function<void(Job&)>;

struct WorkerOptions {
  int handlers = 1;  // jobs at a time, each on a thread of its own
  // Jobs kept ready beyond those, at most; fewer the longer a job takes, none from a second on.
  int prefetch = 256;
  // The n-th failure is followed by a pause of initial_backoff * 2^(n-1), at most max_backoff, of which
  // up to a half is taken off by chance.
  std::chrono::milliseconds initial_backoff{1000};
  std::chrono::milliseconds max_backoff{300'000};
  int max_crashes = 5;  // a job that was active so often when its worker died is dead
  // Hears of each job whose end came after the lease was lost; on a thread of the worker.
  std::function<void(const std::string& id)> on_late{};
  std::function<std::uint64_t()> random{};  // std::random_device unless set
};

struct WorkerStats {
  std::uint64_t completed = 0;
  std::uint64_t failed = 0;
  std::uint64_t expired = 0;       // dropped: their time to live had passed
  std::uint64_t lease_losses = 0;  // this worker's own
  std::uint64_t late = 0;          // jobs that ended after that
  std::uint64_t returned = 0;      // jobs of dead workers that this one put back
  std::uint64_t redis_errors = 0;  // that were tried again
  int active = 0;
  int ready = 0;  // fetched, and not started
  DurationHistogram handler_time;
};

class Worker {
 public:
  Worker(Client& client, const QueueSettings& settings, Handler handler, WorkerOptions options = {});
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  // stop(0), then waits for handlers that still run.
  ~Worker();

  // Starts no more jobs, gives back those that it had not started, waits so long for those that run, and
  // gives back what is left of them. True when none was left.
  bool stop(std::chrono::milliseconds grace);

  [[nodiscard]] WorkerStats stats() const;

 private:
  class Impl;
  ProcessOwned<Impl> impl_;
};

}  // namespace redisconf
}  // namespace redisconf

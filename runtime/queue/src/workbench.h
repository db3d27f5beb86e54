// Where a worker's threads meet: jobs that were fetched, those that handlers run, and what came of them.
//
// A handler that is woken wakes the next one when there is more, one at a time: so short jobs are done by
// the few threads that are awake, and long ones soon occupy all.
//
// Ownership:     owns jobs and results. Thread-safety: every member may run concurrently.
#pragma once

#include "deliveries.h"
#include "redisconf/queue/worker.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace redisconf::queue {

// One life of a worker, from a lease on until that is lost. Told apart by the object's address.
struct Generation {
  std::string name;  // of lease and consumer
};
using GenerationPtr = std::shared_ptr<const Generation>;

enum class Outcome : std::uint8_t { completed, failed, hopeless, expired, returned };

struct Result {
  Delivery job;  // without payload
  GenerationPtr generation;
  Outcome outcome = Outcome::completed;
  bool told_progress = false;
  std::string error;
};

using Entry = std::pair<int, std::string>;  // lane, entry

class Workbench {
 public:
  using Clock = std::chrono::steady_clock;
  using TellProgress = std::function<bool(const Generation&, const std::string& id, std::string_view text)>;

  Workbench(const WorkerOptions& options, int priorities, Handler handler, TellProgress tell_progress);

  // ---- handlers
  void run_handler(std::size_t slot);  // until closed
  bool run_ready(std::size_t slot);    // one job; false when none is ready

  // ---- intake
  // Waits until jobs are wanted; how many, 0 when closed.
  [[nodiscard]] std::size_t await_room();
  [[nodiscard]] std::size_t room() const;
  [[nodiscard]] std::size_t free_handlers() const;
  void await_free_handler();  // or the end
  // Those of a generation that is over are dropped: they are another worker's.
  void add(std::vector<Delivery> jobs, const GenerationPtr& generation);
  // All that this worker has fetched and not yet settled; results under way are told by the settlement.
  [[nodiscard]] std::set<Entry> in_hand() const;

  // ---- settlement
  // Waits for results, at most so many; empty when woken by finish().
  [[nodiscard]] std::vector<Result> await_results(std::size_t most);
  void settled();  // those of the last call
  void finish();
  void count_late(std::uint64_t jobs);
  void count_redis_error();
  void count_returned(std::uint64_t jobs);

  // ---- generations
  [[nodiscard]] GenerationPtr generation() const;
  void begin(GenerationPtr generation, bool lost);
  void set_server_time(ServerTime now);

  // ---- the end
  void close();                            // gives back what was not started
  bool await_handlers(Milliseconds time);  // true: none runs
  void abandon_running();                  // gives back what runs
  bool await_settled(Milliseconds time);

  [[nodiscard]] WorkerStats stats() const;

 private:
  struct Task {
    Delivery job;
    GenerationPtr generation;
  };
  struct Slot {
    bool busy = false;
    bool abandoned = false;
    Task task;  // without payload
  };

  [[nodiscard]] std::optional<Task> next(std::size_t slot, std::optional<Result> finished,
                                         Clock::duration took);
  void take_in(std::size_t slot, Result finished, Clock::duration took);
  [[nodiscard]] Task start(std::size_t slot);
  [[nodiscard]] Task pop();
  [[nodiscard]] Result execute(Task task);
  [[nodiscard]] bool has_expired(const Delivery& job) const;
  void give_back(Task task);
  [[nodiscard]] std::size_t wanted() const;
  [[nodiscard]] std::size_t prefetch() const;

  const std::size_t handlers_;
  const std::size_t most_prefetched_;
  const Handler handler_;
  const TellProgress tell_progress_;
  const std::function<void(const std::string&)> on_late_;

  mutable std::mutex mutex_;
  std::condition_variable jobs_came_;
  std::condition_variable room_came_;
  std::condition_variable results_came_;
  std::condition_variable all_settled_;
  GenerationPtr generation_;
  std::vector<std::deque<Task>> ready_;  // of each priority
  std::size_t ready_count_ = 0;
  std::vector<Slot> slots_;
  std::size_t running_ = 0;
  std::size_t idle_ = 0;
  bool waking_ = false;
  std::vector<Result> results_;
  std::vector<Entry> settling_;
  bool settler_waits_ = false;
  bool intake_waits_ = false;
  bool closed_ = false;
  bool finished_ = false;
  double mean_us_ = 1e6;                       // of handlers' time, a moving one
  std::atomic<long long> clock_offset_ms_{0};  // server's system time less our monotonic one
  WorkerStats stats_;
};

}  // namespace redisconf::queue

// A queue of jobs in Redis, as the schema declares it (`queues:`): to put jobs in, and to look after it.
//
//   redisconf::queue::Queue reports(client, config.reports_queue());
//   std::string id = reports.enqueue(R"({"customer": 7})");
//
// A job that enqueue() returned an id for is run at least once: as often as workers die under it, or as
// it fails, until it completes or is dead. Within a priority jobs start in the order in which they came;
// those that a dead worker gives back start before those that wait. docs/queue.md has the recipe for
// handlers that may run twice.
//
// Ownership:     keeps a reference to the client, which must live longer.
// Thread-safety: every member may run concurrently.
// Errors:        RedisError. When enqueue() throws one that is not retry_safe(), whether the job is in
//                the queue is unknown; with a unique key it may be told again. std::invalid_argument
//                for a priority that the queue does not have, or a wrong cron expression.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/export.h>
#include <redisconf/config/resources.h>
#include <redisconf/queue/types.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {
namespace queue REDISCONF_PUBLIC {

class QueueKeys;

struct EnqueueOptions {
  int priority = 0;                    // 0 is the most urgent
  std::chrono::milliseconds delay{0};  // not before so much later
  std::chrono::milliseconds time_to_live{
      0};                    // dropped when not started by then, from its due time on; 0: none
  std::string unique_key{};  // while a job with it is not finished, no second one is made; empty: none
};

class Queue {
 public:
  // Dials nothing.
  Queue(Client& client, QueueSettings settings);
  Queue(Queue&&) noexcept;
  ~Queue();

  // Reads the server's eviction policy and throws RedisError (usage) when that may drop jobs
  // (`maxmemory-policy` other than noeviction) in a strict environment; elsewhere returns the warning,
  // empty when all is well or the server does not tell. Workers do the same when they start.
  std::string check_server();

  // The job's id. With a unique key that is taken: the id of the job that has it.
  std::string enqueue(std::string_view payload, const EnqueueOptions& options = {});
  // Together, in their order, 500 in a script; ids in the same order. The unique key must be empty.
  std::vector<std::string> enqueue_many(std::span<const std::string_view> payloads,
                                        const EnqueueOptions& options = {});

  [[nodiscard]] JobStatus status(std::string_view id);
  CancelResult cancel(std::string_view id);  // those that wait or are delayed; not one that runs

  // From its return on, no job is started; those that run go on, and jobs may be added.
  void pause();
  void resume();
  // Removes all jobs that wait or are delayed; how many. Those that run, and dead ones, stay.
  std::uint64_t drain();

  [[nodiscard]] QueueStats stats();
  // The next jobs of a priority, in order.
  [[nodiscard]] std::vector<WaitingJob> peek(int priority, std::size_t count);

  // Dead letters are kept until they are retried or purged. The newest come first.
  [[nodiscard]] std::vector<DeadLetter> dead(std::size_t offset, std::size_t count);
  bool retry(std::string_view id);  // its counts begin anew; false when it is not dead
  bool purge(std::string_view id);
  std::uint64_t purge_older_than(std::chrono::milliseconds age);  // 0: all; how many

  // A job at each time that the cron expression means ("minute hour day month weekday", in UTC), once
  // over all workers. Replaces the one of that name. Times that pass while no worker runs give one job.
  void schedule(std::string_view name, std::string_view cron, std::string_view payload, int priority = 0);
  bool unschedule(std::string_view name);

  [[nodiscard]] const QueueSettings& settings() const noexcept;

 private:
  Client& client_;
  std::unique_ptr<const QueueKeys> keys_;
};

}  // namespace redisconf
}  // namespace redisconf

// Puts jobs through a queue while worker processes and Redis itself (appendonly, appendfsync always) are
// killed by SIGKILL at random, and looks for jobs that were lost.
//
// Usage: queue_soak failover ROUNDS, which fails a primary over with and without min-replicas-to-write and
// prints how many acknowledged jobs were lost; exits 1 when any was with it.
//        queue_soak JOBS WORKER_KILLS REDIS_KILLS [SEED]. Tells each five seconds on standard error how far
// it is. Exits 1 when a job was lost, was dead, or began before an earlier one of its priority.
#include "client/support/trial_config.h"
#include "queue/crash/journal.h"
#include "queue/topologies/failover.h"

#include <redisconf/client/errors.h>
#include <redisconf/queue/queue.h>
#include <redisconf/queue/worker.h>
#include <redisconf/testing/redis_server.h>
#include <redisconf/testing/temporary_directory.h>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace redisconf;
using namespace std::chrono_literals;

namespace {

constexpr int kWorkers = 3;

QueueSettings soak_queue() {
  QueueSettings settings;
  settings.name = "soak";
  settings.key_prefix = "{soak}:";
  settings.priorities = 2;
  settings.lease = 500ms;
  return settings;
}

// Until SIGKILL, or until its parent is gone.
int run_worker(int port, const std::string& journal_file) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const test::Journal journal(journal_file);
  Client client(test::TrialConfig(test::trial_inputs("127.0.0.1", port)));
  while (true) {
    try {
      queue::Worker worker(client, soak_queue(),
                           [&](queue::Job& job) { journal.write(job.payload(), job.crashes()); },
                           {.handlers = 1, .prefetch = 64, .max_crashes = 1'000'000});
      while (true) ::pause();
    } catch (const RedisError&) {
      std::this_thread::sleep_for(10ms);  // Redis was just killed
    }
  }
}

class WorkerProcesses {
 public:
  WorkerProcesses(std::string program, int port, std::filesystem::path journals)
      : program_(std::move(program)), port_(port), journals_(std::move(journals)) {
    for (int i = 0; i < kWorkers; ++i) processes_.push_back(start());
  }
  WorkerProcesses(const WorkerProcesses&) = delete;
  WorkerProcesses& operator=(const WorkerProcesses&) = delete;
  ~WorkerProcesses() {
    for (const pid_t process : processes_) end(process);
  }

  void replace(std::size_t which) {
    pid_t& process = processes_.at(which % processes_.size());
    end(process);
    process = start();
  }

 private:
  pid_t start() {
    const std::string journal = journals_ / std::to_string(++started_);
    const std::string port = std::to_string(port_);
    const pid_t process = ::fork();
    if (process != 0) return process;
    ::execl(program_.c_str(), program_.c_str(), "worker", port.c_str(), journal.c_str(), nullptr);
    std::_Exit(127);
  }
  static void end(pid_t process) {
    ::kill(process, SIGKILL);
    int status = 0;
    ::waitpid(process, &status, 0);
  }

  std::string program_;
  int port_;
  std::filesystem::path journals_;
  int started_ = 0;
  std::vector<pid_t> processes_;
};

// Jobs of two priorities in turns, each until Redis has said that it is in: it may then be in twice, with
// another sequence.
class Producer {
 public:
  Producer(int port, std::size_t count)
      : count_(count), client_(test::TrialConfig(test::trial_inputs("127.0.0.1", port))) {}

  void run() {
    queue::Queue queue(client_, soak_queue());
    long sequence = 0;
    for (std::size_t from = 0; from < count_; from += kPart) {
      const int priority = from / kPart % 2 == 0 ? 1 : 0;
      while (!put_in(queue, priority, from, sequence)) ++repeated_;
      put_in_ = std::min(from + kPart, count_);
    }
  }

  [[nodiscard]] std::size_t put_in() const noexcept { return put_in_; }
  [[nodiscard]] std::size_t repeated() const noexcept { return repeated_; }

 private:
  static constexpr std::size_t kPart = 50;

  bool put_in(queue::Queue& queue, int priority, std::size_t from, long& sequence) const {
    std::vector<std::string> payloads;
    for (std::size_t number = from; number < std::min(from + kPart, count_); ++number) {
      payloads.push_back(std::to_string(priority) + ' ' + std::to_string(number) + ' ' +
                         std::to_string(++sequence));
    }
    const std::vector<std::string_view> views(payloads.begin(), payloads.end());
    try {
      queue.enqueue_many(views, {.priority = priority});
      return true;
    } catch (const RedisError&) {
      std::this_thread::sleep_for(10ms);
      return false;
    }
  }

  std::size_t count_;
  Client client_;
  std::atomic<std::size_t> put_in_{0};
  std::atomic<std::size_t> repeated_{0};
};

// How far it is, in a line at most each five seconds.
class Progress {
 public:
  explicit Progress(std::size_t count) : count_(count) {}

  void tell(std::size_t put_in, int workers_killed, int redis_killed) {
    if (!is_due()) return;
    std::fprintf(stderr, "%lld s: %zu of %zu jobs put in, %d workers and %d servers killed\n", seconds(),
                 put_in, count_, workers_killed, redis_killed);
  }
  void tell(const queue::QueueStats& stats) {
    if (!is_due()) return;
    std::fprintf(stderr, "%lld s: %llu jobs wait, %llu are active\n", seconds(),
                 static_cast<unsigned long long>(stats.depth()),
                 static_cast<unsigned long long>(stats.active));
  }
  [[nodiscard]] long long seconds() const {
    return std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - began_).count();
  }

 private:
  using Clock = std::chrono::steady_clock;

  bool is_due() {
    const auto now = Clock::now();
    if (now - told_ < 5s) return false;
    told_ = now;
    return true;
  }

  std::size_t count_;
  Clock::time_point began_ = Clock::now();
  Clock::time_point told_ = began_;
};

// Whether all that is in was done and nothing is under way.
bool is_empty(queue::Queue& queue, queue::QueueStats& stats) {
  try {
    stats = queue.stats();
    return stats.depth() == 0 && stats.active == 0 && stats.delayed == 0;
  } catch (const RedisError&) {
    return false;
  }
}

// What is done so far, spread over the jobs that are to be done.
void kill_all_the_while(testing::RedisServer& server, WorkerProcesses& workers, Producer& producer,
                        std::size_t count, int worker_kills, int redis_kills, std::mt19937& random,
                        Progress& progress) {
  int workers_killed = 0;
  int redis_killed = 0;
  while (workers_killed < worker_kills || redis_killed < redis_kills) {
    const std::size_t done = producer.put_in();
    if (workers_killed < worker_kills &&
        (done == count ||
         done * static_cast<std::size_t>(worker_kills) >= count * static_cast<std::size_t>(workers_killed))) {
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 60));
      workers.replace(random());
      ++workers_killed;
    }
    if (redis_killed < redis_kills && (done == count || done * static_cast<std::size_t>(redis_kills) >=
                                                            count * static_cast<std::size_t>(redis_killed))) {
      server.kill();
      server.restart();
      ++redis_killed;
    }
    progress.tell(done, workers_killed, redis_killed);
    std::this_thread::sleep_for(1ms);
  }
}

// Until nothing is left, or nothing has been done for five minutes.
queue::QueueStats await_the_end(queue::Queue& queue, Progress& progress) {
  queue::QueueStats stats;
  std::uint64_t completed = 0;
  Deadline deadline = Deadline::after(5min);
  while (!is_empty(queue, stats) && !deadline.passed()) {
    if (stats.completed_total != completed) deadline = Deadline::after(5min);
    completed = stats.completed_total;
    progress.tell(stats);
    std::this_thread::sleep_for(20ms);
  }
  return stats;
}

int soak(const std::string& program, std::size_t count, int worker_kills, int redis_kills, unsigned seed) {
  const testing::TemporaryDirectory journals("redisconf-queue-soak");
  testing::RedisServer server({.configuration = {"appendonly yes", "appendfsync always"}});
  std::mt19937 random(seed);
  queue::QueueStats stats;
  Progress progress(count);
  Producer producer(server.port(), count);
  {
    WorkerProcesses workers(program, server.port(), journals.path());
    std::thread producing([&] { producer.run(); });
    kill_all_the_while(server, workers, producer, count, worker_kills, redis_kills, random, progress);
    producing.join();
    Client client(test::TrialConfig(test::trial_inputs("127.0.0.1", server.port())));
    queue::Queue queue(client, soak_queue());
    stats = await_the_end(queue, progress);
  }
  const test::Findings found = test::read_journals(journals.path(), count);
  std::printf(
      "%zu jobs, %d workers and %d servers killed in %lld s, seed %u: %zu lost, %zu started again (%llu "
      "crashes counted, %zu parts put in again), %zu out of order, %llu left, %llu dead\n",
      count, worker_kills, redis_kills, progress.seconds(), seed, found.lost, found.duplicates,
      static_cast<unsigned long long>(stats.crashed_total), producer.repeated(), found.disorder,
      static_cast<unsigned long long>(stats.depth() + stats.active),
      static_cast<unsigned long long>(stats.dead_total));
  return found.lost == 0 && found.disorder == 0 && stats.depth() + stats.active == 0 && stats.dead == 0 ? 0
                                                                                                        : 1;
}

int fail_over(int rounds) {
  std::size_t lost_guarded = 0;
  for (const auto what : {test::FailoverCase::under_load, test::FailoverCase::replica_first}) {
    for (const bool guarded : {true, false}) {
      test::FailoverCount sum;
      for (int round = 0; round < rounds; ++round) {
        const test::FailoverCount count = test::fail_over(what, guarded);
        sum.acknowledged += count.acknowledged;
        sum.refused += count.refused;
        sum.lost += count.lost;
      }
      if (guarded) lost_guarded += sum.lost;
      std::printf(
          "%s, min-replicas-to-write %d, %d failovers: %zu jobs acknowledged, %zu refused, %zu lost\n",
          std::string(name_of(what)).c_str(), guarded ? 1 : 0, rounds, sum.acknowledged, sum.refused,
          sum.lost);
    }
  }
  return lost_guarded == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + std::max(count, 1));
  if (arguments.size() == 3 && arguments[0] == "worker") {
    return run_worker(std::atoi(arguments[1].c_str()), arguments[2]);
  }
  if (arguments.size() == 2 && arguments[0] == "failover") return fail_over(std::atoi(arguments[1].c_str()));
  if (arguments.size() < 3) {
    std::fputs("usage: queue_soak JOBS WORKER_KILLS REDIS_KILLS [SEED]\n       queue_soak failover ROUNDS\n",
               stderr);
    return 64;
  }
  const auto seed = arguments.size() > 3 ? std::strtoul(arguments[3].c_str(), nullptr, 10) : 1;
  return soak("/proc/self/exe", std::strtoul(arguments[0].c_str(), nullptr, 10),
              std::atoi(arguments[1].c_str()), std::atoi(arguments[2].c_str()), static_cast<unsigned>(seed));
}

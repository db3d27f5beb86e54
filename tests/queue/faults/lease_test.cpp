// Workers that stall, die, or lose their server (row 76 of the faults).
#include "queue/support/trial_queue.h"
#include "support/catch.h"

#include <redisconf/client/errors.h>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <set>

using namespace redisconf;
using namespace redisconf::queue;
using redisconf::test::eventually;
using redisconf::test::QueueTrial;
using namespace std::chrono_literals;

namespace {

long long number(const QueueTrial& trial, std::initializer_list<std::string_view> command) {
  return trial.server.command(command).as_integer();
}

}  // namespace

TEST_CASE("a worker whose lease was swept is fenced: its late end is refused and told") {
  QueueTrial trial;
  trial.settings.lease = 600ms;
  std::atomic<int> runs{0};
  std::atomic<bool> saw_loss{false};
  std::mutex mutex;
  std::vector<std::string> late;
  WorkerOptions options;
  options.on_late = [&](const std::string& id) {
    const std::lock_guard lock(mutex);
    late.push_back(id);
  };
  Worker worker(
      trial.client, trial.settings,
      [&](Job& job) {
        if (++runs > 1) return;
        while (!job.lost()) std::this_thread::sleep_for(1ms);
        saw_loss = !job.progress("too late");
      },
      options);
  const std::string id = trial.queue.enqueue("a");
  REQUIRE(eventually([&] { return runs == 1; }));
  // The lease ends as it does for a process that was stopped: no renewal came in time, another swept it.
  Client other_client{test::trial_config(trial.server)};
  const Reply leases = trial.server.command({"ZRANGE", "{trial:reports}:lease", "0", "-1"});
  const std::string lost = leases.as_array().at(0).as_string();
  REQUIRE(number(trial, {"ZREM", "{trial:reports}:lease", lost}) == 1);
  Worker other(other_client, trial.settings, [&](Job& job) {
    ++runs;
    CHECK(job.crashes() == 1);
  });
  REQUIRE(eventually([&] { return trial.queue.stats().completed_total == 1; }));
  REQUIRE(eventually([&] { return worker.stats().late == 1; }));
  CHECK(saw_loss);
  CHECK(worker.stats().lease_losses == 1);
  CHECK(runs == 2);
  const std::lock_guard lock(mutex);
  CHECK(late == std::vector<std::string>{id});
  CHECK(trial.queue.stats().completed_total == 1);
}

TEST_CASE("fault 76: a process that is stopped past its lease is fenced when it goes on") {
  QueueTrial trial;
  trial.settings.lease = 500ms;
  const pid_t stopped = ::fork();
  if (stopped == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    Client client(test::trial_config(trial.server));
    WorkerOptions options;
    options.on_late = [](const std::string&) { std::_Exit(7); };
    const Handler stops = [](Job& job) {
      ::raise(SIGSTOP);
      while (!job.lost()) std::this_thread::sleep_for(1ms);
    };
    const Worker worker(client, trial.settings, stops, options);
    while (true) ::pause();
  }
  trial.queue.enqueue("a");
  int status = 0;
  REQUIRE(::waitpid(stopped, &status, WUNTRACED) == stopped);
  REQUIRE(WIFSTOPPED(status));
  std::atomic<int> crashes{0};
  Worker other(trial.client, trial.settings, [&](Job& job) { crashes = job.crashes(); });
  REQUIRE(eventually([&] { return trial.queue.stats().completed_total == 1; }));
  CHECK(crashes == 1);
  REQUIRE(::kill(stopped, SIGCONT) == 0);
  REQUIRE(::waitpid(stopped, &status, 0) == stopped);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 7);  // its late end was refused, and it was told
  CHECK(trial.queue.stats().completed_total == 1);
}

TEST_CASE("a job that keeps killing its worker goes to the dead letters, apart from failures") {
  QueueTrial trial;
  trial.settings.lease = 300ms;
  const std::string id = trial.queue.enqueue("poison");
  for (int i = 0; i < 3; ++i) {
    trial.queue.pause();  // makes the groups; no worker gets the job
    trial.queue.resume();
    for (const char* const lane : {"{trial:reports}:s0", "{trial:reports}:s1"}) {
      // A consumer that reads and is never heard of again.
      static_cast<void>(trial.client.command({"XREADGROUP", "GROUP", "w", "gone", "STREAMS", lane, ">"}));
    }
    REQUIRE(trial.queue.status(id).state == JobState::active);
    trial.queue.pause();
    Worker sweeper(trial.client, trial.settings, [](Job&) {}, {.max_crashes = 3});
    REQUIRE(eventually([&] { return trial.queue.stats().active == 0; }));
    sweeper.stop(0ms);
    trial.queue.resume();
  }
  const auto dead = trial.queue.dead(0, 10);
  REQUIRE(dead.size() == 1);
  CHECK(dead[0].id == id);
  CHECK(dead[0].crashes == 3);
  CHECK(dead[0].failures == 0);
  CHECK(trial.queue.stats().crashed_total == 3);
}

TEST_CASE("20,000 orphans come back in order, in bounded pieces") {
  QueueTrial trial;
  trial.queue.pause();  // makes the groups
  trial.queue.resume();
  const std::vector<std::string_view> many(
      20'000, std::string_view("payload of an ordinary length, 58 bytes of it, not more..."));
  const auto ids = trial.queue.enqueue_many(many);
  for (int i = 0; i < 40; ++i) {
    static_cast<void>(trial.client.command({"XREADGROUP", "GROUP", "w", i % 2 == 0 ? "gone" : "gone too",
                                            "COUNT", "500", "STREAMS", "{trial:reports}:s1", ">"}));
  }
  REQUIRE(trial.queue.stats().active == 20'000);
  std::mutex mutex;
  std::vector<std::string> order;
  Worker worker(trial.client, trial.settings, [&](Job& job) {
    const std::lock_guard lock(mutex);
    order.push_back(job.id());
  });
  REQUIRE(eventually([&] { return trial.queue.stats().completed_total == 20'000; }));
  const std::lock_guard lock(mutex);
  CHECK(std::set<std::string>(order.begin(), order.end()).size() == 20'000);
  CHECK(order == ids);
  CHECK(worker.stats().returned == 20'000);
  CHECK(trial.queue.stats().workers == 1);
}

TEST_CASE("a server that comes back is worked for again, and nothing is lost that it has kept") {
  testing::RedisServer server({.configuration = {"appendonly yes", "appendfsync always"}});
  Client client(test::trial_config(server));
  const QueueSettings settings = test::trial_queue();
  Queue queue(client, settings);
  std::mutex mutex;
  std::set<std::string> seen;
  Worker worker(client, settings,
                [&](Job& job) {
                  const std::lock_guard lock(mutex);
                  seen.insert(job.payload());
                },
                {.handlers = 4});
  std::set<std::string> told;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 200; ++i) {
      const std::string payload = std::to_string(round) + ':' + std::to_string(i);
      queue.enqueue(payload);
      told.insert(payload);
    }
    server.kill();
    server.restart();
    REQUIRE(eventually([&] { return client.ping().connected; }));
  }
  REQUIRE(eventually([&] {
    const std::lock_guard lock(mutex);
    return seen == told;
  }));
  REQUIRE(eventually([&] { return queue.stats().active == 0; }));
  CHECK(queue.stats().dead == 0);
}

TEST_CASE("a server that has forgotten everything gets its groups again") {
  QueueTrial trial;
  trial.settings.lease = 600ms;
  std::atomic<int> done{0};
  Worker worker(trial.client, trial.settings, [&](Job&) { ++done; });
  trial.queue.enqueue("a");
  REQUIRE(eventually([&] { return done == 1; }));
  CHECK(trial.server.command({"FLUSHALL"}).as_string() == "OK");
  trial.queue.enqueue("b");
  CHECK(eventually([&] { return done == 2; }));
}

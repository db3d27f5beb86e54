// Workers on a real server: what becomes of jobs.
#include "queue/support/trial_queue.h"
#include "support/catch.h"
#include "support/in_child.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <stdexcept>

using namespace redisconf;
using namespace redisconf::queue;
using redisconf::test::eventually;
using redisconf::test::holds_in_child;
using redisconf::test::QueueTrial;
using namespace std::chrono_literals;

namespace {

// What a handler was given, in its order.
class Seen {
 public:
  void add(const Job& job) {
    const std::lock_guard lock(mutex_);
    payloads_.push_back(job.payload());
  }
  std::vector<std::string> payloads() const {
    const std::lock_guard lock(mutex_);
    return payloads_;
  }
  std::size_t count() const { return payloads().size(); }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> payloads_;
};

}  // namespace

TEST_CASE("jobs are handled by priority, in order, and are gone then") {
  QueueTrial trial;
  for (int i = 0; i < 50; ++i) trial.queue.enqueue("low " + std::to_string(i), {.priority = 1});
  for (int i = 0; i < 50; ++i) trial.queue.enqueue("high " + std::to_string(i));
  Seen seen;
  Worker worker(trial.client, trial.settings, [&](Job& job) { seen.add(job); });
  REQUIRE(eventually([&] { return trial.queue.stats().completed_total == 100; }));
  const auto payloads = seen.payloads();
  REQUIRE(payloads.size() == 100);
  for (std::size_t i = 0; i < 50; ++i) {
    CHECK(payloads[i] == "high " + std::to_string(i));
    CHECK(payloads[i + 50] == "low " + std::to_string(i));
  }
  CHECK(trial.queue.stats().active == 0);
  CHECK(trial.queue.stats().depth() == 0);
  CHECK(trial.server.command({"XLEN", "{trial:reports}:s1"}).as_integer() == 0);
  CHECK(worker.stats().completed == 100);
  CHECK(worker.stats().handler_time.count() == 100);
}

TEST_CASE("an idle worker is woken by a job, a delayed one that is due, and a queue that is resumed") {
  QueueTrial trial;
  Seen seen;
  Worker worker(trial.client, trial.settings, [&](Job& job) { seen.add(job); }, {.handlers = 3});
  trial.queue.enqueue("now");
  REQUIRE(eventually([&] { return seen.count() == 1; }));
  trial.queue.enqueue("later", {.delay = 150ms});
  REQUIRE(eventually([&] { return seen.count() == 2; }));
  trial.queue.pause();
  CHECK(trial.queue.stats().paused);
  const std::string id = trial.queue.enqueue("held");
  CHECK(trial.queue.status(id).state == JobState::waiting);
  CHECK(trial.queue.stats().depth() == 1);
  CHECK(seen.count() == 2);
  trial.queue.resume();
  REQUIRE(eventually([&] { return seen.count() == 3; }));
  CHECK(seen.payloads() == std::vector<std::string>{"now", "later", "held"});
  CHECK(worker.stats().redis_errors == 0);
}

TEST_CASE("a job that fails is tried again after a pause, then it is dead, and can be retried and purged") {
  QueueTrial trial;
  trial.settings.max_attempts = 3;
  std::atomic<bool> mended{false};
  Seen seen;
  Worker worker(trial.client, trial.settings,
                [&](Job& job) {
                  seen.add(job);
                  if (!mended) throw std::runtime_error("attempt " + std::to_string(job.failures() + 1));
                },
                {.initial_backoff = 20ms});
  const std::string id = trial.queue.enqueue("a", {.unique_key = "k"});
  REQUIRE(eventually([&] { return trial.queue.status(id).state == JobState::dead; }));
  CHECK(seen.count() == 3);
  const auto dead = trial.queue.dead(0, 10);
  REQUIRE(dead.size() == 1);
  CHECK(dead[0].id == id);
  CHECK(dead[0].payload == "a");
  CHECK(dead[0].error == "attempt 3");
  CHECK(dead[0].failures == 3);
  CHECK(dead[0].crashes == 0);
  CHECK(trial.queue.stats().dead == 1);
  mended = true;
  CHECK(trial.queue.retry(id));
  CHECK_FALSE(trial.queue.retry(id));
  REQUIRE(eventually([&] { return trial.queue.stats().completed_total == 1; }));
  CHECK(trial.queue.stats().dead == 0);
  CHECK(trial.queue.status(id).state == JobState::unknown);
  mended = false;
  const std::string other = trial.queue.enqueue("b");
  REQUIRE(eventually([&] { return trial.queue.status(other).state == JobState::dead; }));
  CHECK(trial.queue.purge(other));
  CHECK(trial.queue.dead(0, 10).empty());
  CHECK(trial.server.command({"HLEN", "{trial:reports}:body"}).as_integer() == 0);
}

TEST_CASE("a handler may say that trying again is of no use") {
  QueueTrial trial;
  Worker worker(trial.client, trial.settings, [](Job&) { throw DoNotRetry("no such customer"); });
  const std::string id = trial.queue.enqueue("a");
  REQUIRE(eventually([&] { return trial.queue.status(id).state == JobState::dead; }));
  CHECK(trial.queue.status(id).failures == 1);
  CHECK(trial.queue.status(id).error == "no such customer");
  CHECK(trial.queue.purge_older_than(0ms) == 1);
}

TEST_CASE("progress is told while the job runs; completed ones are kept for the retention") {
  QueueTrial trial;
  trial.settings.retention = 1h;
  std::atomic<bool> go_on{false};
  Worker worker(trial.client, trial.settings, [&](Job& job) {
    CHECK(job.progress("half"));
    CHECK_FALSE(job.lost());
    while (!go_on) std::this_thread::sleep_for(1ms);
  });
  const std::string id = trial.queue.enqueue("a");
  REQUIRE(eventually([&] { return trial.queue.status(id).progress == "half"; }));
  CHECK(trial.queue.status(id).state == JobState::active);
  CHECK(trial.queue.cancel(id) == CancelResult::active);
  CHECK(trial.queue.stats().active == 1);
  go_on = true;
  REQUIRE(eventually([&] { return trial.queue.status(id).state == JobState::completed; }));
  CHECK(trial.queue.status(id).progress.empty());
  CHECK(trial.queue.stats().completed_kept == 1);
}

TEST_CASE("a job that is not started within its time to live is dropped") {
  QueueTrial trial;
  const std::string id = trial.queue.enqueue("old", {.time_to_live = 1ms, .unique_key = "k"});
  trial.queue.enqueue("good", {.time_to_live = 1h});
  std::this_thread::sleep_for(20ms);
  Seen seen;
  Worker worker(trial.client, trial.settings, [&](Job& job) { seen.add(job); });
  REQUIRE(eventually([&] { return trial.queue.stats().expired_total == 1 && seen.count() == 1; }));
  CHECK(seen.payloads() == std::vector<std::string>{"good"});
  CHECK(trial.queue.status(id).state == JobState::unknown);
  CHECK(trial.queue.enqueue("new", {.unique_key = "k"}) != id);
}

TEST_CASE("a worker that is stopped gives back what it had not started, and what does not end in time") {
  QueueTrial trial;
  std::atomic<bool> go_on{false};
  std::atomic<int> started{0};
  auto worker = std::make_unique<Worker>(trial.client, trial.settings, [&](Job&) {
    ++started;
    while (!go_on) std::this_thread::sleep_for(1ms);
  });
  for (int i = 0; i < 5; ++i) trial.queue.enqueue(std::to_string(i));
  REQUIRE(eventually([&] { return started == 1; }));
  CHECK_FALSE(worker->stop(10ms));
  const QueueStats stats = trial.queue.stats();
  CHECK(stats.depth() == 5);
  CHECK(stats.active == 0);
  CHECK(stats.workers == 0);
  go_on = true;
  worker.reset();
  Seen seen;
  Worker next(trial.client, trial.settings, [&](Job& job) {
    CHECK(job.crashes() == 0);
    seen.add(job);
  });
  REQUIRE(eventually([&] { return seen.count() == 5; }));
  CHECK(seen.payloads().front() == "0");
}

TEST_CASE("settled jobs behind one that runs for long are removed too") {
  QueueTrial trial;
  trial.settings.lease = 300ms;
  std::atomic<bool> go_on{false};
  Worker worker(trial.client, trial.settings,
                [&](Job& job) {
                  while (job.payload() == "long" && !go_on) std::this_thread::sleep_for(1ms);
                },
                {.handlers = 2});
  trial.queue.enqueue("long");
  const std::vector<std::string_view> many(12'000, "short");
  trial.queue.enqueue_many(many);
  const auto length = [&] { return trial.server.command({"XLEN", "{trial:reports}:s1"}).as_integer(); };
  REQUIRE(eventually([&] { return trial.queue.stats().completed_total == 12'000; }));
  CHECK(eventually([&] { return length() < 5100; }));
  CHECK(trial.queue.stats().active == 1);
  go_on = true;
  REQUIRE(eventually([&] { return trial.queue.stats().completed_total == 12'001; }));
  CHECK(eventually([&] { return length() == 0; }));
}

TEST_CASE("a schedule makes one job at its time, however many workers there are") {
  QueueTrial trial;
  Seen seen;
  const Handler handler = [&](Job& job) { seen.add(job); };
  Worker one(trial.client, trial.settings, handler);
  Worker two(trial.client, trial.settings, handler);
  trial.queue.schedule("nightly", "* * * * *", "report", 1);
  // Its time is put to now, as if the minute were over.
  REQUIRE(trial.server.command({"ZADD", "{trial:reports}:cronat", "1000", "nightly"}).as_integer() == 0);
  trial.queue.schedule("wakes", "0 0 1 1 *", "never");
  REQUIRE(eventually([&] { return seen.count() == 1; }));
  CHECK(seen.payloads() == std::vector<std::string>{"report"});
  CHECK(std::stod(trial.server.command({"ZSCORE", "{trial:reports}:cronat", "nightly"}).as_string()) > 1e12);
  CHECK(trial.queue.unschedule("nightly"));
  CHECK_FALSE(trial.queue.unschedule("nightly"));
  CHECK_THROWS_AS(trial.queue.schedule("bad", "* * *", "x"), std::invalid_argument);
}

TEST_CASE("a child of fork() ends the worker it inherited at once; the parent's goes on") {
  QueueTrial trial;
  Seen seen;
  std::optional<Worker> worker(std::in_place, trial.client, trial.settings, [&](Job& job) { seen.add(job); });
  CHECK(holds_in_child([&] {
    const bool stopped = worker->stop(1s);
    worker.reset();
    return !stopped;
  }));
  trial.queue.enqueue("for the parent");
  CHECK(eventually([&] { return seen.count() == 1; }));
}

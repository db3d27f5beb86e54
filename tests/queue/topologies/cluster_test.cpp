// A queue on a cluster: all its keys lie in one slot.
#include "client/support/topologies.h"
#include "queue/support/trial_queue.h"
#include "support/catch.h"

#include <redisconf/testing/cluster_setup.h>

#include <atomic>
#include <stdexcept>

using namespace redisconf;
using namespace redisconf::queue;
using namespace std::chrono_literals;

TEST_CASE("a queue runs on a cluster: jobs, failures, delays, pause, dead letters") {
  const testing::ClusterSetup cluster;
  Client client(test::TrialConfig(test::cluster_inputs(cluster)));
  const QueueSettings settings = test::trial_queue();
  Queue queue(client, settings);
  std::atomic<int> done{0};
  Worker worker(client, settings,
                [&](Job& job) {
                  if (job.payload() == "bad" && job.failures() == 0) throw std::runtime_error("once");
                  if (job.payload() == "hopeless") throw DoNotRetry("never");
                  job.progress("here");
                  ++done;
                },
                {.handlers = 2, .initial_backoff = 10ms});
  const std::vector<std::string_view> many(100, "good");
  queue.enqueue_many(many);
  queue.enqueue("bad", {.priority = 1});
  queue.enqueue("late", {.delay = 30ms, .unique_key = "k"});
  const std::string hopeless = queue.enqueue("hopeless");
  REQUIRE(test::eventually([&] { return done == 102; }));
  REQUIRE(test::eventually([&] { return queue.status(hopeless).state == JobState::dead; }));
  queue.pause();
  queue.enqueue("held");
  CHECK(queue.stats().depth() == 1);
  queue.resume();
  CHECK(test::eventually([&] { return done == 103; }));
  CHECK(worker.stats().lease_losses == 0);
}

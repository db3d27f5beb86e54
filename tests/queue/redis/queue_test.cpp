// Putting jobs in and looking after them, without workers.
#include "client/support/expect_error.h"
#include "queue/support/trial_queue.h"
#include "support/catch.h"

#include <redisconf/config/describe.h>
#include <redisconf/testing/inputs.h>

#include <memory>
#include <stdexcept>
#include <vector>

using namespace redisconf;
using namespace redisconf::queue;
using redisconf::test::QueueTrial;
using namespace std::chrono_literals;

TEST_CASE("jobs wait in order, each priority apart, and are counted") {
  QueueTrial trial;
  const std::string bytes("\0\r\n binary", 11);
  const std::string first = trial.queue.enqueue(bytes, {.priority = 1});
  const auto ids = trial.queue.enqueue_many(std::vector<std::string_view>{"b", "c"}, {.priority = 1});
  const std::string urgent = trial.queue.enqueue("u");
  REQUIRE(ids.size() == 2);
  const auto next = trial.queue.peek(1, 10);
  REQUIRE(next.size() == 3);
  CHECK(next[0].id == first);
  CHECK(next[0].payload == bytes);
  CHECK(next[1].id == ids[0]);
  CHECK(next[2].payload == "c");
  const QueueStats stats = trial.queue.stats();
  CHECK(stats.waiting == std::vector<std::uint64_t>{1, 3});
  CHECK(stats.depth() == 4);
  CHECK(stats.active == 0);
  const JobStatus status = trial.queue.status(urgent);
  CHECK(status.state == JobState::waiting);
  CHECK(status.payload == "u");
  CHECK(trial.queue.status("0-1-1").state == JobState::unknown);
  CHECK(trial.queue.status("nonsense").state == JobState::unknown);
  CHECK_THROWS_AS(trial.queue.enqueue("x", {.priority = 2}), std::invalid_argument);
}

TEST_CASE("more jobs than a script takes keep their order") {
  QueueTrial trial;
  std::vector<std::string> texts;
  for (int i = 0; i < 1203; ++i) texts.push_back(std::to_string(i));
  const std::vector<std::string_view> payloads(texts.begin(), texts.end());
  CHECK(trial.queue.enqueue_many(payloads).size() == 1203);
  const auto jobs = trial.queue.peek(0, 2000);
  REQUIRE(jobs.size() == 1203);
  for (std::size_t i = 0; i < jobs.size(); ++i) REQUIRE(jobs[i].payload == texts[i]);
}

TEST_CASE("a unique key is one job's until that ends") {
  QueueTrial trial;
  const std::string id = trial.queue.enqueue("a", {.unique_key = "customer 7"});
  CHECK(trial.queue.enqueue("b", {.unique_key = "customer 7"}) == id);
  CHECK(trial.queue.enqueue("c", {.unique_key = "customer 8"}) != id);
  CHECK(trial.queue.stats().depth() == 2);
  CHECK(trial.queue.cancel(id) == CancelResult::cancelled);
  CHECK(trial.queue.enqueue("b", {.delay = 1h, .unique_key = "customer 7"}) != id);
}

TEST_CASE("cancelling, of those that wait and of those that are delayed") {
  QueueTrial trial;
  const std::string waiting = trial.queue.enqueue("a");
  const std::string delayed = trial.queue.enqueue("b", {.delay = 1h});
  CHECK(trial.queue.status(delayed).state == JobState::delayed);
  CHECK(trial.queue.status(delayed).payload == "b");
  CHECK(trial.queue.cancel(waiting) == CancelResult::cancelled);
  CHECK(trial.queue.cancel(delayed) == CancelResult::cancelled);
  CHECK(trial.queue.cancel(delayed) == CancelResult::unknown);
  CHECK(trial.queue.status(waiting).state == JobState::unknown);
  const QueueStats stats = trial.queue.stats();
  CHECK(stats.depth() == 0);
  CHECK(stats.delayed == 0);
}

TEST_CASE("draining removes all that wait, in pieces, and what is kept beside them") {
  QueueTrial trial;
  const std::vector<std::string_view> many(250, "x");
  trial.queue.enqueue_many(many);
  trial.queue.enqueue("y", {.unique_key = "k"});
  for (int i = 0; i < 3; ++i) trial.queue.enqueue("z", {.priority = 1, .delay = 1h});
  CHECK(trial.queue.drain() == 254);
  CHECK(trial.queue.stats().depth() == 0);
  CHECK(trial.queue.enqueue("y", {.unique_key = "k"}) != "");
  CHECK(trial.queue.stats().depth() == 1);
}

namespace {

// Reachable as a strict environment wants it.
testing::RedisServer strict_server() {
  testing::RedisServerOptions options;
  options.tls = true;
  options.password = test::kSecret;
  options.configuration = {"maxmemory-policy allkeys-lru"};
  return testing::RedisServer(options);
}

// Whether the call throws what the operator needs.
class Ears final : public ClientListener {
 public:
  void warned(const WarningEvent& event) override { heard.push_back(event); }
  std::vector<WarningEvent> heard;
};

template <class Call>
void check_refused(const Call& call) {
  const RedisError error = test::expect_error(30s, call);
  CHECK(error.category() == ErrorCategory::usage);
  CHECK(error.details().cause.find("maxmemory-policy allkeys-lru") == 0);
  CHECK_THAT(error.details().fix, test::contains("noeviction"));
}

}  // namespace

TEST_CASE("outside strict environments an eviction policy that may drop jobs is a warning") {
  const auto policy = GENERATE(as<std::string>{}, "allkeys-lru", "allkeys-lfu", "allkeys-random");
  testing::RedisServer server({.configuration = {"maxmemory-policy " + policy}});
  Client client(test::trial_config(server));
  Queue queue(client, test::trial_queue());
  CHECK(queue.check_server().find("maxmemory-policy " + policy) == 0);
  const auto ears = std::make_shared<Ears>();
  client.add_listener(ears);
  Worker worker(client, test::trial_queue(), [](Job&) {});
  const Worker another(client, test::trial_queue(), [](Job&) {});
  REQUIRE(ears->heard.size() == 1);
  CHECK_THAT(ears->heard.front().cause, test::contains("maxmemory-policy " + policy));
  CHECK_THAT(ears->heard.front().fix, test::contains("noeviction"));
  CHECK(ears->heard.front().endpoint == endpoint(client.config()));
  queue.enqueue("a");
  CHECK(test::eventually([&] { return worker.stats().completed + another.stats().completed == 1; }));
  for (const char* const sound : {"noeviction", "volatile-lru"}) {
    CHECK(server.command({"CONFIG", "SET", "maxmemory-policy", sound}).as_string() == "OK");
    CHECK(queue.check_server().empty());
  }
}

TEST_CASE("a strict environment starts no queue on an eviction policy that may drop jobs") {
  testing::RedisServer server = strict_server();
  Client client{test::TrialConfig(testing::inputs_for(server, "production", testing::Strictness::strict))};
  REQUIRE(client.config().strict());
  Queue queue(client, test::trial_queue());
  const auto start_worker = [&] {
    const Worker worker(client, test::trial_queue(), [](Job&) {});
    return true;
  };
  check_refused([&] { return queue.check_server(); });
  check_refused(start_worker);
  CHECK(queue.stats().workers == 0);
  CHECK(server.command({"CONFIG", "SET", "maxmemory-policy", "noeviction"}).as_string() == "OK");
  CHECK(queue.check_server().empty());
  CHECK(start_worker());
}

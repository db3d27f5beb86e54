// Jobs of a source that is read from a position: each once, whatever is lost on the way.
#include "queue/support/trial_queue.h"
#include "support/catch.h"

#include <redisconf/queue/feed.h>

#include <atomic>
#include <stdexcept>

using namespace redisconf;
using namespace redisconf::queue;
using redisconf::test::QueueTrial;
using namespace std::chrono_literals;

namespace {

std::chrono::sys_time<std::chrono::milliseconds> from_now(std::chrono::milliseconds time) {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) + time;
}

std::vector<FeedJob> jobs(std::initializer_list<std::string_view> payloads) {
  std::vector<FeedJob> all;
  for (const std::string_view payload : payloads) all.push_back({.payload = payload});
  return all;
}

}  // namespace

TEST_CASE("the position moves with the jobs; a call that is made again does nothing") {
  QueueTrial trial;
  Feed feed(trial.client, trial.settings, "orders");
  CHECK(feed.position().at.empty());
  CHECK(feed.put("", "2", jobs({"a", "b"})).counts.made == 2);
  CHECK(feed.put("", "2", jobs({"a", "b"})).result == FeedResult::before);
  CHECK(feed.put("", "3", jobs({"a", "b"})).result == FeedResult::elsewhere);
  CHECK(feed.put("2", "3", jobs({"c"})).result == FeedResult::put);
  const FeedPosition position = feed.position();
  CHECK(position.at == "3");
  CHECK(position.so_far.made == 3);
  const auto waiting = trial.queue.peek(0, 10);
  REQUIRE(waiting.size() == 3);
  CHECK(waiting[0].payload == "a");
  CHECK(waiting[2].payload == "c");
  CHECK(Feed(trial.client, trial.settings, "others").position().at.empty());
  feed.forget();
  CHECK(feed.position().at.empty());
  CHECK(feed.position().so_far.made == 0);
  CHECK(trial.queue.stats().depth() == 3);
}

TEST_CASE("jobs of a feed have priorities, starts, ends and unique keys") {
  QueueTrial trial;
  trial.queue.enqueue("there", {.unique_key = "k"});
  Feed feed(trial.client, trial.settings, "orders");
  const std::vector<FeedJob> all{{.payload = "urgent"},
                                 {.payload = "low", .priority = 1},
                                 {.payload = "later", .start = 1h},
                                 {.payload = "at a time", .start = from_now(1h)},
                                 {.payload = "due long ago", .start = from_now(-1h)},
                                 {.payload = "over", .end = from_now(-1s)},
                                 {.payload = "over before it starts", .start = 2h, .end = from_now(1h)},
                                 {.payload = "in time", .end = from_now(1h)},
                                 {.payload = "lives", .end = 1h},
                                 {.payload = "joins", .unique_key = "k"},
                                 {.payload = "alone", .unique_key = "l"}};
  const FeedCounts seen = feed.look(all);
  CHECK(trial.queue.stats().depth() == 1);
  const FeedCounts counts = feed.put("", "1", all).counts;
  CHECK(counts.made == 8);
  CHECK(counts.joined == 1);
  CHECK(counts.expired == 2);
  CHECK((seen.made == 8 && seen.joined == 1 && seen.expired == 2));
  CHECK(feed.position().so_far.expired == 2);
  const QueueStats stats = trial.queue.stats();
  CHECK(stats.waiting == std::vector<std::uint64_t>{6, 1});
  CHECK(stats.delayed == 2);
  CHECK(feed.look(std::vector<FeedJob>{{.payload = "x", .unique_key = "l"}}).joined == 1);
}

TEST_CASE("a feed refuses what can't be put in") {
  QueueTrial trial;
  Feed feed(trial.client, trial.settings, "orders");
  CHECK_THROWS_AS(feed.put("", "", jobs({"a"})), std::invalid_argument);
  CHECK_THROWS_AS(feed.put("1", "1", jobs({"a"})), std::invalid_argument);
  CHECK_THROWS_AS(feed.put("", "1", std::vector<FeedJob>{{.payload = "a", .priority = 2}}),
                  std::invalid_argument);
  CHECK(feed.position().at.empty());
}

TEST_CASE("workers run a feed's jobs once each, and its end is no job's end") {
  QueueTrial trial;
  Feed feed(trial.client, trial.settings, "orders");
  std::atomic<int> runs{0};
  Worker worker(trial.client, trial.settings, [&runs](Job&) { ++runs; });
  feed.put("", "1", std::vector<FeedJob>{{.payload = "a", .unique_key = "k"}});
  REQUIRE(test::eventually([&] { return runs == 1; }));
  CHECK(feed.put("", "1", std::vector<FeedJob>{{.payload = "a", .unique_key = "k"}}).result ==
        FeedResult::before);
  feed.forget();
  worker.stop(5s);
  CHECK(runs == 1);
}

TEST_CASE("a server that loses its last writes loses jobs and position together") {
  testing::RedisServer server;
  Client client(test::trial_config(server));
  Queue queue(client, test::trial_queue());
  Feed feed(client, test::trial_queue(), "orders");
  feed.put("", "1", jobs({"a"}));
  static_cast<void>(server.command({"SAVE"}));
  feed.put("1", "2", jobs({"b"}));
  server.kill();
  server.restart();
  REQUIRE(test::eventually([&] { return client.ping().connected; }));
  CHECK(feed.position().at == "1");
  CHECK(queue.stats().depth() == 1);
  CHECK(feed.put("2", "3", jobs({"c"})).result == FeedResult::elsewhere);
  CHECK(feed.put("1", "2", jobs({"b"})).result == FeedResult::put);
  CHECK(queue.peek(0, 10).back().payload == "b");
}

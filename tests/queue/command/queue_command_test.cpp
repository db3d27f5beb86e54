// `redisconf queue` as a user starts it.
#include "queue_command.h"
#include "companion.h"
#include "queue/support/trial_queue.h"
#include "support.h"
#include "support/catch.h"
#include "tool.h"

#include <string>
#include <vector>

using namespace redisconf;
using namespace redisconf::queue;
using redisconf::test::contains;
using namespace std::chrono_literals;

namespace {

class CommandTrial {
 public:
  CommandTrial() {
    folder_.write("schema/redis.yaml",
                  "redisconf: 1\nenvironments:\n  development:\n    default: true\n"
                  "    connection: {host: {env: REDIS_HOST}, port: {env: REDIS_PORT, default: 6379}}\n");
    folder_.write("schema/services/demo.yaml",
                  "redisconf: 1\nservice: demo\nqueues:\n  mails: {priorities: 2, lease: 8s}\n");
    settings_.name = "mails";
    settings_.key_prefix = "{demo:mails}:";
    settings_.priorities = 2;
  }

  compiler::test::Run run(std::vector<std::string> words) const {
    words.insert(words.begin(), {"queue", "demo"});
    return compiler::test::run_tool(
        folder_.path(), words,
        {"REDIS_HOST=" + server_.host(), "REDIS_PORT=" + std::to_string(server_.port())});
  }

  Queue queue() { return {client_, settings_}; }
  Client& client() { return client_; }
  const QueueSettings& settings() const { return settings_; }

 private:
  compiler::test::TemporaryFolder folder_;
  testing::RedisServer server_{};
  Client client_{test::trial_config(server_)};
  QueueSettings settings_;
};

}  // namespace

TEST_CASE("figures, waiting jobs, a job's page; payloads only where asked for") {
  CommandTrial trial;
  Queue queue = trial.queue();
  const std::string id = queue.enqueue("secret\n", {.priority = 1});
  const auto figures = trial.run({"mails"});
  CHECK(figures.status == 0);
  CHECK_THAT(figures.output, contains("waiting 0       0") && contains("waiting 1       1"));
  CHECK(trial.run({"mails", "list", "waiting"}).output == id + "  7 bytes\n");
  CHECK(trial.run({"mails", "list", "waiting", "--payload"}).output == id + "  secret\\x0a\n");
  CHECK_THAT(trial.run({"mails", "inspect", id}).output, contains(id + ": waiting") && contains("7 bytes"));
  CHECK(trial.run({"mails", "inspect", "0-1-1"}).status == 1);
  CHECK_THAT(trial.run({"mails", "tail", "--count", "1"}).output, contains("waiting 1  oldest "));
}

TEST_CASE("pause, resume, drain, and what is done to dead letters") {
  CommandTrial trial;
  Queue queue = trial.queue();
  CHECK(trial.run({"mails", "pause"}).status == 0);
  CHECK(queue.stats().paused);
  CHECK(trial.run({"mails", "resume"}).status == 0);
  CHECK_FALSE(queue.stats().paused);
  Worker worker(trial.client(), trial.settings(), [](Job&) { throw DoNotRetry("no such address"); });
  const std::string id = queue.enqueue("a");
  queue.enqueue("b");
  REQUIRE(test::eventually([&] { return queue.stats().dead == 2; }));
  worker.stop(0ms);
  CHECK_THAT(trial.run({"mails", "list", "dead"}).output, contains(id) && contains("no such address"));
  CHECK(trial.run({"mails", "purge", id}).output == id + ": done\n");
  CHECK(trial.run({"mails", "purge", id}).status == 1);
  CHECK(trial.run({"mails", "retry", "all"}).output == "1 retried\n");
  CHECK(trial.run({"mails", "drain"}).output == "1 removed\n");
  CHECK(queue.stats().depth() == 0);
}

TEST_CASE("wrong usage is told") {
  CommandTrial trial;
  CHECK(trial.run({"letters"}).status == 64);
  CHECK(trial.run({"mails", "explode"}).status == 64);
  CHECK(trial.run({"mails", "inspect"}).status == 64);
  CHECK(trial.run({"mails", "pause", "now"}).status == 64);
}

TEST_CASE("shells complete the options that there are") {
  compiler::test::check_companion(queue_tool::queue_command());
}

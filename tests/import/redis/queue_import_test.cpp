// JSON lines into a queue, run by the service's workers.
#include "import/redis/import_trial.h"
#include "support/catch.h"
#include "support/eventually.h"

#include <redisconf/queue/worker.h>

#include <nlohmann/json.hpp>

#include <csignal>
#include <mutex>
#include <string>

using namespace redisconf;
using redisconf::test::contains;
using redisconf::test::ImportTrial;
using redisconf::test::job_lines;
using redisconf::test::numbers;
using redisconf::test::RunningImport;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

nlohmann::json report_of(const compiler::test::Run& run) { return nlohmann::json::parse(run.output); }

}  // namespace

TEST_CASE("a worker runs what was imported, in order, each once") {
  ImportTrial trial;
  trial.write("in", job_lines(0, 1203));
  const auto run = trial.run({"queue", "mails", "--from", "in", "--json"});
  INFO(run.errors);
  CHECK(run.status == 0);
  CHECK(report_of(run).at("written") == 1203);
  std::mutex mutex;
  std::vector<std::string> ran;
  queue::Worker worker(trial.client(), trial.mails(), [&](queue::Job& job) {
    const std::lock_guard lock(mutex);
    ran.push_back(job.payload());
  });
  REQUIRE(test::eventually([&] { return worker.stats().completed == 1203; }));
  worker.stop(1s);
  REQUIRE(ran.size() == 1203);
  for (std::size_t at = 0; at < ran.size(); ++at) REQUIRE(ran[at] == std::to_string(at));
}

TEST_CASE("lines say priority, due time, end and unique key; a dry run only looks") {
  ImportTrial trial;
  queue::Queue queue = trial.queue();
  queue.enqueue("there", {.unique_key = "k"});
  trial.write("in", R"({"payload":"now"})"s + "\n" + R"({"payload":"low","priority":1})" + "\n" +
                        R"({"payload":"later","delay":"1h"})" + "\n" +
                        R"({"payload":"later","due_at":"2999-01-01T00:00:00Z"})" + "\n" +
                        R"({"payload":"over","expires_at":"2001-01-01T00:00:00Z"})" + "\n" +
                        R"({"payload":"joins","unique":"k"})" + "\n" + R"({"payload":{"a": 1}})" + "\n");
  const auto dry = trial.run({"queue", "mails", "--from", "in", "--dry-run", "--json"});
  CHECK(dry.status == 0);
  CHECK(queue.stats().depth() == 1);
  const auto run = trial.run({"queue", "mails", "--from", "in", "--json"});
  CHECK(run.status == 0);
  for (const auto& each : {dry, run}) {
    CHECK(report_of(each).at("written") == 5);
    CHECK(report_of(each).at("joined") == 1);
    CHECK(report_of(each).at("expired") == 1);
  }
  CHECK(queue.stats().delayed == 2);
  CHECK(trial.payloads() == std::multiset<std::string>{"there", "now", "low", "{\"a\": 1}"});
}

TEST_CASE("Redis knows how far an import is, also where the checkpoint is lost") {
  ImportTrial trial;
  {
    RunningImport import = trial.start({"queue", "mails", "--from", "-"});
    import.write(job_lines(0, 700));
    REQUIRE(test::eventually([&] { return trial.queue().stats().depth() == 700; }));
    import.signal(SIGKILL);
    CHECK(import.wait() == 128 + SIGKILL);
  }
  trial.write("in", job_lines(0, 1000));
  const auto refused = trial.run({"queue", "mails", "--from", "in"});
  CHECK(refused.status == 73);
  CHECK_THAT(refused.errors, contains("after 700 lines") && contains("--resume"));
  const auto run = trial.run({"queue", "mails", "--from", "in", "--resume", "--json"});
  CHECK(run.status == 0);
  CHECK(report_of(run).at("written") == 1000);
  CHECK(trial.payloads() == numbers(1000));
}

TEST_CASE("Ctrl-C ends it after what was read, and it goes on") {
  ImportTrial trial;
  RunningImport import = trial.start({"queue", "mails", "--from", "-", "--checkpoint", "c"});
  import.write(job_lines(0, 600));
  REQUIRE(test::eventually([&] { return trial.queue().stats().depth() == 600; }));
  import.signal(SIGINT);
  CHECK(import.wait() == 130);
  CHECK_THAT(trial.folder().read("c"), contains("\"lines\": 600") && contains("\"complete\": false"));
  trial.write("in", job_lines(0, 900));
  CHECK(trial.run({"queue", "mails", "--from", "in", "--checkpoint", "c"}).status == 73);
  CHECK(trial.run({"queue", "mails", "--from", "in", "--checkpoint", "c", "--resume"}).status == 0);
  CHECK(trial.payloads() == numbers(900));
  CHECK(trial.run({"queue", "mails", "--from", "in", "--checkpoint", "c"}).status == 73);
}

TEST_CASE("of two imports of one input at once, one goes on") {
  ImportTrial trial;
  RunningImport first = trial.start({"queue", "mails", "--from", "-"});
  first.write(job_lines(0, 10));
  REQUIRE(test::eventually([&] { return trial.queue().stats().depth() == 10; }));
  trial.write("in", job_lines(0, 20));
  CHECK(trial.run({"queue", "mails", "--from", "in", "--resume"}).status == 0);
  first.write(job_lines(10, 20));
  first.end_input();
  CHECK(first.wait() == 1);
  CHECK(trial.payloads() == numbers(20));
}

TEST_CASE("another input, and a Redis that knows nothing of the import, are refused") {
  ImportTrial trial;
  {
    RunningImport import = trial.start({"queue", "mails", "--from", "-", "--checkpoint", "c"});
    import.write(job_lines(0, 600));
    REQUIRE(test::eventually([&] { return trial.queue().stats().depth() == 600; }));
    import.signal(SIGTERM);
    CHECK(import.wait() == 128 + SIGTERM);
  }
  trial.write("other", job_lines(0, 1) + job_lines(5, 900));
  const auto other = trial.run({"queue", "mails", "--from", "other", "--checkpoint", "c", "--resume"});
  CHECK(other.status == 73);
  CHECK_THAT(other.errors, contains("begins otherwise"));
  static_cast<void>(trial.client().command({"FLUSHALL"}));
  trial.write("in", job_lines(0, 900));
  const auto lost = trial.run({"queue", "mails", "--from", "in", "--checkpoint", "c", "--resume"});
  CHECK(lost.status == 73);
  CHECK_THAT(lost.errors, contains("lost its data") && contains("--restart"));
  CHECK(trial.run({"queue", "mails", "--from", "in", "--checkpoint", "c", "--restart"}).status == 0);
  CHECK(trial.payloads() == numbers(900));
}

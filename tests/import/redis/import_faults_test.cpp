// Imports whose program or server is killed: nothing lost, nothing twice, nothing set back.
#include "import/redis/import_trial.h"
#include "support/catch.h"
#include "support/eventually.h"

#include <redisconf/client/errors.h>
#include <redisconf/queue/worker.h>

#include <csignal>
#include <map>
#include <mutex>
#include <set>
#include <string>

using namespace redisconf;
using redisconf::test::entry_lines;
using redisconf::test::ImportTrial;
using redisconf::test::job_lines;
using redisconf::test::numbers;
using redisconf::test::Person;
using redisconf::test::RunningImport;
using namespace std::chrono_literals;

namespace {

constexpr int kLines = 60'000;

// Every write is on disk before it is acknowledged.
testing::RedisServerOptions durable() {
  testing::RedisServerOptions options;
  options.configuration = {"appendonly yes", "appendfsync always", "save \"\""};
  return options;
}

// Starts the import again and again with more of the lines, and kills it while it is at them: when
// `reached` says so of the number of the last one that it has read surely. Then lets it end.
template <class Lines, class Reached>
int import_with_kills(const ImportTrial& trial, const std::vector<std::string>& words, int kills,
                      const Lines& lines, const Reached& reached) {
  const int step = kLines / (kills + 2);
  for (int kill = 1; kill <= kills; ++kill) {
    RunningImport import = trial.start(words);
    import.write(lines(0, (kill + 1) * step));
    REQUIRE(test::eventually([&] { return reached(kill * step); }, 60s, 1ms));
    REQUIRE(import.runs());
    import.signal(SIGKILL);
    CHECK(import.wait() == 128 + SIGKILL);
  }
  RunningImport import = trial.start(words);
  import.write(lines(0, kLines));
  import.end_input();
  return import.wait();
}

}  // namespace

TEST_CASE("an import into a queue that is killed ten times puts each job in once, while workers take them") {
  ImportTrial trial;
  std::mutex mutex;
  std::map<std::string, int> runs;
  queue::Worker worker(trial.client(), trial.mails(), [&](queue::Job& job) {
    const std::lock_guard lock(mutex);
    ++runs[job.payload()];
  });
  const auto came_to = [&](int number) {
    const std::lock_guard lock(mutex);
    return runs.count(std::to_string(number)) > 0;
  };
  CHECK(import_with_kills(trial, {"queue", "mails", "--from", "-", "--resume"}, 10, job_lines, came_to) == 0);
  CHECK(test::eventually([&] { return came_to(kLines - 1); }, 60s));
  worker.stop(5s);
  CHECK(runs.size() == kLines);
  int twice = 0;
  for (const auto& [payload, times] : runs) twice += times > 1 ? 1 : 0;
  CHECK(twice == 0);
}

TEST_CASE("an import goes on when Redis is killed and comes back, and puts each job in once") {
  ImportTrial trial(durable());
  trial.write("in", job_lines(0, kLines));
  RunningImport import = trial.start({"queue", "mails", "--from", "in", "--patience", "2m"});
  const auto depth = [&]() -> std::uint64_t {
    try {
      return trial.queue().stats().depth();
    } catch (const RedisError&) {
      return 0;
    }
  };
  for (std::uint64_t kill = 1; kill <= 5; ++kill) {
    REQUIRE(test::eventually([&] { return depth() >= kill * (kLines / 8) || !import.runs(); }, 60s, 1ms));
    trial.server().kill();
    trial.server().restart();
  }
  CHECK(import.wait() == 0);
  REQUIRE(test::eventually([&] { return depth() == kLines; }));
  CHECK(trial.payloads() == numbers(kLines));
}

TEST_CASE("an import that is interrupted while Redis is away says so, and goes on from where it was") {
  ImportTrial trial(durable());
  trial.write("in", job_lines(0, kLines));
  RunningImport import = trial.start({"queue", "mails", "--from", "-", "--patience", "2m"});
  import.write(job_lines(0, 500));
  REQUIRE(test::eventually([&] { return trial.queue().stats().depth() == 500; }));
  trial.server().kill();
  import.write(job_lines(500, 5500));  // more than a pipe holds: it is at them when this returns
  import.signal(SIGINT);
  CHECK(import.wait() == 130);
  trial.server().restart();
  CHECK(trial.run({"queue", "mails", "--from", "in", "--resume"}).status == 0);
  CHECK(trial.payloads() == numbers(kLines));
}

TEST_CASE("a Redis that comes back without its last writes is told, and gets what it has lost") {
  ImportTrial trial;
  trial.write("in", job_lines(0, 2000));
  const auto depth_is = [&](std::uint64_t depth) {
    return test::eventually([&] {
      try {
        return trial.queue().stats().depth() == depth;
      } catch (const RedisError&) {
        return false;
      }
    });
  };
  RunningImport import = trial.start({"queue", "mails", "--from", "-", "--patience", "1m"});
  import.write(job_lines(0, 800));
  REQUIRE(depth_is(800));
  static_cast<void>(trial.server().command({"SAVE"}));
  import.write(job_lines(800, 1300));
  REQUIRE(depth_is(1300));
  // One batch is on its way at a time: the next one shows that the import knows of those before it.
  import.write(job_lines(1300, 1301));
  REQUIRE(depth_is(1301));
  trial.server().kill();
  trial.server().restart();
  REQUIRE(depth_is(800));
  import.write(job_lines(1301, 1400));
  import.end_input();
  CHECK(import.wait() == 1);
  REQUIRE(depth_is(800));
  CHECK(trial.run({"queue", "mails", "--from", "in", "--resume"}).status == 0);
  CHECK(trial.payloads() == numbers(2000));
}

TEST_CASE("an import into a cache that is killed goes on, and sets nothing back that the service changed") {
  ImportTrial trial;
  Cache<Person> cache(trial.client(), trial.sessions());
  std::set<int> changed;
  const auto came_to = [&](int number) {
    if (!cache.exists(std::to_string(number))) return false;
    cache.set(std::to_string(number), Person{"service"});
    cache.del(std::to_string(number - 1));
    changed.insert(number);
    return true;
  };
  const std::vector<std::string> words{"cache",    "sessions", "--from",        "-",      "--checkpoint",
                                       "progress", "--resume", "--on-conflict", "replace"};
  CHECK(import_with_kills(trial, words, 4, entry_lines, came_to) == 0);
  CHECK(changed.size() == 4);
  int wrong = 0;
  for (int number = 0; number < kLines; ++number) {
    const bool gone = changed.count(number + 1) > 0;
    const Person expected{changed.count(number) > 0 ? "service" : std::to_string(number)};
    const auto found = cache.get(std::to_string(number));
    if (gone ? found.has_value() : found != expected) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("an import into a cache goes on when Redis is killed and comes back") {
  ImportTrial trial(durable());
  Cache<Person> cache(trial.client(), trial.sessions());
  trial.write("in", entry_lines(0, kLines));
  RunningImport import = trial.start({"cache", "sessions", "--from", "in", "--patience", "2m"});
  for (int kill = 1; kill <= 3; ++kill) {
    const std::string id = std::to_string(kill * (kLines / 5));
    const auto has_it = [&] {
      try {
        return cache.exists(id);
      } catch (const RedisError&) {
        return false;
      }
    };
    REQUIRE(test::eventually([&] { return has_it() || !import.runs(); }, 60s, 1ms));
    trial.server().kill();
    trial.server().restart();
  }
  CHECK(import.wait() == 0);
  REQUIRE(test::eventually([&] { return trial.client().ping().connected; }));
  const long long size = trial.server().command({"DBSIZE"}).as_integer();
  CHECK(size >= kLines);
  CHECK(cache.get("59999") == Person{"59999"});
}

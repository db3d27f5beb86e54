#include "client/crosstalk/crosstalk.h"

#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/client/connection.h>
#include <redisconf/client/errors.h>
#include <redisconf/testing/inputs.h>

#include <array>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

namespace redisconf::test {
namespace {

using namespace std::chrono_literals;

constexpr int kThreads = 16;

struct Counters {
  const long wanted;  // answers
  std::atomic<long> answered{0};
  std::atomic<long> failed{0};
  std::atomic<long> dropped{0};
  std::atomic<long> mismatched{0};
};

// One thread of callers.
class Asker {
 public:
  Asker(Client& client, Counters& counters, unsigned number)
      : client_(client), counters_(counters), name_(std::to_string(number) + ":"), random_(number) {}

  void run() {
    while (counters_.answered + counters_.mismatched < counters_.wanted) {
      try {
        ask();
      } catch (const RedisError& error) {
        ++counters_.failed;
        // Refused in nanoseconds while nothing is connected.
        if (error.category() == ErrorCategory::unavailable) std::this_thread::sleep_for(1ms);
      }
    }
  }

 private:
  void ask() {
    switch (random_() % 8) {
      case 0:
        return ask_in_time();
      case 1:
        return ask_and_drop();
      case 2:
        return ask_several();
      case 3:
        return ask_together();
      default: {
        const std::string tag = next_tag();
        return compare(client_.command({"ECHO", tag}).as_string(), tag);
      }
    }
  }

  // Some never make it.
  void ask_in_time() {
    const std::string tag = next_tag();
    auto future = client_.submit({"ECHO", tag});
    compare(future.get(Deadline::after(std::chrono::microseconds(random_() % 3000))).as_string(), tag);
  }

  void ask_and_drop() {
    const auto future = client_.submit({"ECHO", next_tag()});
    ++counters_.dropped;
  }

  void ask_several() {
    std::vector<std::string> tags;
    std::vector<Future> futures;
    for (int i = 0; i < 8; ++i) {
      tags.push_back(next_tag());
      futures.push_back(client_.submit({"ECHO", tags.back()}));
    }
    for (std::size_t i = 0; i < futures.size(); i += 1 + random_() % 2)
      compare(futures[i].get().as_string(), tags[i]);
  }

  void ask_together() {
    std::vector<std::string> tags;
    Pipeline pipeline = client_.pipeline();
    for (int i = 0; i < 8; ++i) {
      tags.push_back(next_tag());
      pipeline.append({"ECHO", tags.back()});
    }
    const auto replies =
        pipeline.execute(Deadline::after(std::chrono::microseconds(500 + random_() % 20'000)));
    for (std::size_t i = 0; i < tags.size(); ++i) compare(replies.at(i).as_string(), tags[i]);
  }

  void compare(const std::string& reply, const std::string& tag) {
    ++(reply == tag ? counters_.answered : counters_.mismatched);
  }

  // Of different lengths, so that a shift by some bytes shows too.
  std::string next_tag() { return name_ + std::to_string(++asked_) + std::string(random_() % 300, '.'); }

  Client& client_;
  Counters& counters_;
  std::string name_;
  std::mt19937 random_;
  long asked_ = 0;
};

// Stalls the server and closes its connections, again and again, each time after some answers: a slow
// machine would never get to any between two kills.
class Troublemaker {
 public:
  Troublemaker(const TrialConfig& config, const std::atomic<long>& answered)
      : answered_(answered),
        connection_(Connection::open(config, Deadline::after(30s))),
        thread_([this] { run(); }) {}
  Troublemaker(const Troublemaker&) = delete;
  Troublemaker& operator=(const Troublemaker&) = delete;
  ~Troublemaker() { stop(); }

  long stop() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
    return kills_;
  }

 private:
  void run() {
    while (!stop_) {
      say(std::array<std::string_view, 3>{"DEBUG", "SLEEP", "0.004"});
      std::this_thread::sleep_for(10ms);
      say(std::array<std::string_view, 6>{"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
      ++kills_;
      const long before = answered_;
      do {
        std::this_thread::sleep_for(10ms);
      } while (!stop_ && answered_ < before + kAnswersBetweenKills);
    }
  }

  void say(std::span<const std::string_view> arguments) {
    static_cast<void>(connection_.command(arguments, Deadline::after(30s)));
  }

  static constexpr long kAnswersBetweenKills = 500;

  const std::atomic<long>& answered_;
  Connection connection_;
  std::atomic<bool> stop_{false};
  long kills_ = 0;
  std::thread thread_;
};

}  // namespace

std::string CrosstalkResult::text() const {
  return std::to_string(answered) + " answered, " + std::to_string(failed) + " failed, " +
         std::to_string(dropped) + " dropped, " + std::to_string(kills) + " times all connections killed, " +
         std::to_string(mismatched) + " MISMATCHED";
}

CrosstalkResult run_crosstalk(const testing::RedisServer& server, long answers) {
  auto inputs = testing::inputs_for(server, "development");
  set_short_retries(inputs);
  // So much fails here by intent that the circuit would be open most of the time.
  inputs.set("REDIS_CIRCUIT_BREAKER_FAILURE_THRESHOLD", "10000");
  inputs.set("REDIS_CIRCUIT_BREAKER_MINIMUM_CALLS", "100000");
  inputs.set("REDIS_CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "10ms");
  inputs.set("REDIS_CIRCUIT_BREAKER_MAX_RECOVERY_TIMEOUT", "10ms");
  const TrialConfig config(inputs);
  Client client(config);
  Counters counters{.wanted = answers};
  Troublemaker trouble(config, counters.answered);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < kThreads; ++i) {
    threads.emplace_back([&client, &counters, i] { Asker(client, counters, i).run(); });
  }
  for (auto& thread : threads) thread.join();
  return {counters.answered, counters.failed, counters.dropped, counters.mismatched, trouble.stop()};
}

}  // namespace redisconf::test

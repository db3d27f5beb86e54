// A server, or this process, that stops in the middle of things.
#include "client/support/outage.h"
#include "client/support/trial_config.h"
#include "support/in_child.h"

#include <redisconf/client/client.h>
#include <redisconf/testing/inputs.h>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using redisconf::CircuitState;
using redisconf::Client;
using redisconf::Deadline;
using redisconf::ErrorCategory;
using redisconf::Future;
using redisconf::Inputs;
using redisconf::RedisError;
using redisconf::test::descriptors_come_down_to;
using redisconf::test::expect_error;
using redisconf::test::kMargin;
using redisconf::test::kSecret;
using redisconf::test::open_descriptors;
using redisconf::test::recovers;
using redisconf::test::set_short_retries;
using redisconf::test::start_in_child;
using redisconf::test::status_of;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

Inputs quick(const RedisServer& server) {
  auto inputs = inputs_for(server, "development");
  set_short_retries(inputs);
  inputs.set("REDIS_CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "20ms");
  inputs.set("REDIS_CIRCUIT_BREAKER_MAX_RECOVERY_TIMEOUT", "50ms");
  return inputs;
}

bool answers(Client& client) {
  const Deadline deadline = Deadline::after(30s);
  while (!deadline.passed()) {
    try {
      static_cast<void>(client.get("key"));
      return true;
    } catch (const RedisError&) {
    }
  }
  return false;
}

// Heard on any thread.
class Circuit final : public redisconf::ClientListener {
 public:
  void circuit_changed(const redisconf::CircuitEvent& event) override {
    if (event.after == CircuitState::open) ++opened;
    if (event.after == CircuitState::closed) ++closed;
  }
  std::atomic<int> opened{0};
  std::atomic<int> closed{0};
};

// What callers know of increments that a dying server was asked for.
struct Knowledge {
  std::atomic<long long> run{0};
  std::atomic<long long> unknown{0};
  std::atomic<long long> not_run{0};
  std::atomic<long long> answered_twice{0};

  void note(const RedisError& error) { ++(error.retry_safe() ? not_run : unknown); }
};

// Increments until one fails.
void increment(Client& client, Knowledge& knowledge) {
  long long last = 0;
  try {
    for (;;) {
      const long long next = client.increment("counter");
      if (next <= last) ++knowledge.answered_twice;
      last = next;
      ++knowledge.run;
    }
  } catch (const RedisError& error) {
    knowledge.note(error);
  }
}

void take(std::vector<Future>& futures, Knowledge& knowledge) {
  for (Future& future : futures) {
    try {
      static_cast<void>(future.get());
      ++knowledge.run;
    } catch (const RedisError& error) {
      knowledge.note(error);
    }
  }
}

void check_counter(Client& client, const Knowledge& knowledge) {
  REQUIRE(answers(client));
  const long long counter = std::stoll(client.get("counter").value_or("0"));
  INFO(knowledge.run << " known, " << knowledge.unknown << " unknown, " << knowledge.not_run << " not run");
  CHECK(counter >= knowledge.run);
  CHECK(counter <= knowledge.run + knowledge.unknown);
  CHECK(knowledge.answered_twice == 0);
}

// Every acknowledged write is on the disk.
RedisServer durable_server() {
  return RedisServer({.password = kSecret, .configuration = {"appendonly yes", "appendfsync always"}});
}

// Calls until a call fails, and then until it goes again; each reply must be the call's own.
int freeze_and_heal(const TrialConfig& config, int told) {
  Client client(config);
  static_cast<void>(client.ping());
  static_cast<void>(write(told, "x", 1));
  const auto start = Deadline::Clock::now();
  try {
    for (int i = 0;; ++i) {
      const std::string tag = std::to_string(i);
      if (client.command({"ECHO", tag}).as_string() != tag) return 1;
    }
  } catch (const RedisError& error) {
    if (error.category() != ErrorCategory::timeout) return 2;
  }
  if (Deadline::Clock::now() - start > 10s) return 3;
  if (!answers(client)) return 4;
  return client.command({"ECHO", "healed"}).as_string() == "healed" ? 0 : 5;
}

std::atomic<bool> stop_wanted{false};

// A service in the middle of its work, told to end.
int work_until_sigterm(const TrialConfig& config, int told) {
  std::signal(SIGTERM, [](int) { stop_wanted = true; });
  std::atomic<int> wrong{0};
  {
    Client client(config);
    const auto work = [&](int number) {
      for (int i = 0; !stop_wanted; ++i) {
        const std::string tag = std::to_string(number) + ":" + std::to_string(i);
        try {
          if (client.command({"ECHO", tag}).as_string() != tag) ++wrong;
        } catch (const RedisError&) {  // the server stands still meanwhile
        }
      }
    };
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) threads.emplace_back(work, number);
    threads.emplace_back([&] {
      while (!stop_wanted) {
        try {
          static_cast<void>(client.command({"BLPOP", "list", "0.01"}));
        } catch (const RedisError&) {
        }
      }
    });
    static_cast<void>(write(told, "x", 1));
    for (std::thread& thread : threads) thread.join();
  }
  return wrong == 0 ? 0 : 1;
}

class Pipe {
 public:
  Pipe() { REQUIRE(pipe(ends_) == 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close(ends_[0]);
    close(ends_[1]);
  }
  [[nodiscard]] int told() const { return ends_[1]; }
  void wait() const {
    char byte = 0;
    REQUIRE(read(ends_[0], &byte, 1) == 1);
  }

 private:
  int ends_[2]{};
};

}  // namespace

TEST_CASE("fault 11: the circuit opens for a frozen server, and closes when it goes on", "[client][faults]") {
  RedisServer server({.password = kSecret});
  auto inputs = quick(server);
  inputs.set("REDIS_TIMEOUTS_COMMAND", "100ms");
  inputs.set("REDIS_POOL_CONNECTIONS", "1");
  inputs.set("REDIS_CIRCUIT_BREAKER_FAILURE_THRESHOLD", "3");
  Client client{TrialConfig(inputs)};
  const auto circuit = std::make_shared<Circuit>();
  client.add_listener(circuit);
  REQUIRE(recovers(client));
  const std::size_t descriptors = open_descriptors();
  server.freeze();
  std::vector<Future> futures;
  for (int i = 0; i < 5; ++i) futures.push_back(client.submit({"GET", "key"}));
  for (Future& future : futures) {
    CHECK(expect_error(100ms, [&] { return future.get(); }).category() == ErrorCategory::timeout);
  }
  CHECK(circuit->opened >= 1);
  const auto error = expect_error(100ms, [&] { return client.get("key"); });
  CHECK(error.category() == ErrorCategory::unavailable);
  CHECK(error.retry_safe());
  server.resume();
  CHECK(answers(client));
  CHECK(client.metrics().circuit_state == CircuitState::closed);
  CHECK(circuit->closed >= 1);
  CHECK(descriptors_come_down_to(descriptors));
}

TEST_CASE("fault 12: after kill -9 it is told which of many callers' commands ran", "[client][faults]") {
  RedisServer server = durable_server();
  Client client{TrialConfig(quick(server))};
  Knowledge knowledge;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { increment(client, knowledge); });
  while (knowledge.run < 200) std::this_thread::yield();
  server.kill();
  for (std::thread& thread : threads) thread.join();
  server.restart();
  check_counter(client, knowledge);
}

TEST_CASE("fault 12: and which of one thread's many in flight", "[client][faults]") {
  RedisServer server = durable_server();
  auto inputs = quick(server);
  inputs.set("REDIS_POOL_CONNECTIONS", "1");
  Client client{TrialConfig(inputs)};
  Knowledge knowledge;
  std::vector<Future> futures;
  const auto submit = [&](int count) {
    for (int i = 0; i < count; ++i) futures.push_back(client.submit({"INCR", "counter"}));
  };
  submit(100);
  static_cast<void>(client.get("key"));  // all of these have run
  server.freeze();
  submit(1000);  // some go out, and are never answered; the rest waits for the next get()
  server.kill();
  take(futures, knowledge);
  CHECK(knowledge.run == 100);
  CHECK(knowledge.unknown > 0);
  CHECK(knowledge.not_run > 0);
  CHECK(knowledge.run + knowledge.unknown + knowledge.not_run == 1100);
  server.restart();
  check_counter(client, knowledge);
}

TEST_CASE("fault 19: many clients whose server restarts come back by themselves, and not in step",
          "[client][faults]") {
  RedisServer server({.password = kSecret});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_POOL_CONNECTIONS", "1");
  constexpr std::size_t kClients = 100;
  std::vector<std::unique_ptr<Client>> clients;
  for (std::size_t i = 0; i < kClients; ++i) {
    clients.push_back(std::make_unique<Client>(TrialConfig(inputs)));
    REQUIRE(recovers(*clients.back()));
  }
  const std::size_t descriptors = open_descriptors();
  server.kill();
  for (const auto& client : clients) static_cast<void>(expect_error(30s, [&] { return client->get("key"); }));
  std::this_thread::sleep_for(1s);  // in which the pauses have grown
  server.restart();
  std::vector<Deadline::Clock::time_point> back(kClients);
  const Deadline deadline = Deadline::after(30s);
  for (std::size_t count = 0; count < kClients && !deadline.passed();) {
    for (std::size_t i = 0; i < kClients; ++i) {
      if (back[i] != Deadline::Clock::time_point{} || clients[i]->pool_stats().open == 0) continue;
      back[i] = Deadline::Clock::now();
      ++count;
    }
    std::this_thread::sleep_for(1ms);
  }
  std::ranges::sort(back);
  REQUIRE(back.front() != Deadline::Clock::time_point{});
  std::size_t most = 0;
  for (auto first = back.begin(); first != back.end(); ++first) {
    most =
        std::max(most, static_cast<std::size_t>(std::upper_bound(first, back.end(), *first + 100ms) - first));
  }
  CHECK(most < kClients / 2);  // the share itself is dial_gate_test's: machines stumble
  for (const auto& client : clients) CHECK(client->get("key") == std::nullopt);
  CHECK(descriptors_come_down_to(descriptors));
}

TEST_CASE("fault 69: this process is frozen in the middle of a call", "[client][faults]") {
  RedisServer server({.password = kSecret});
  auto inputs = quick(server);
  inputs.set("REDIS_TIMEOUTS_COMMAND", "200ms");
  const TrialConfig config(inputs);
  const Pipe pipe;
  const pid_t child = start_in_child([&] { return freeze_and_heal(config, pipe.told()); });
  pipe.wait();
  server.freeze();  // so that a call is under way
  std::this_thread::sleep_for(50ms);
  REQUIRE(kill(child, SIGSTOP) == 0);
  std::this_thread::sleep_for(500ms);
  server.resume();  // the reply is there when the process goes on, and is late
  std::this_thread::sleep_for(100ms);
  REQUIRE(kill(child, SIGCONT) == 0);
  CHECK(status_of(child) == 0);
}

TEST_CASE("fault 74: SIGTERM in the middle of the work, with a server that stands still",
          "[client][faults]") {
  RedisServer server({.password = kSecret});
  auto inputs = quick(server);
  inputs.set("REDIS_TIMEOUTS_COMMAND", "300ms");
  const TrialConfig config(inputs);
  const Pipe pipe;
  const pid_t child = start_in_child([&] { return work_until_sigterm(config, pipe.told()); });
  pipe.wait();
  server.freeze();
  const auto start = Deadline::Clock::now();
  REQUIRE(kill(child, SIGTERM) == 0);
  CHECK(status_of(child) == 0);
  CHECK(Deadline::Clock::now() - start < 300ms + kMargin);
}

TEST_CASE("fault 74: and with one that works", "[client][faults]") {
  const RedisServer server({.password = kSecret});
  const TrialConfig config(quick(server));
  const Pipe pipe;
  const pid_t child = start_in_child([&] { return work_until_sigterm(config, pipe.told()); });
  pipe.wait();
  REQUIRE(kill(child, SIGTERM) == 0);
  CHECK(status_of(child) == 0);
}

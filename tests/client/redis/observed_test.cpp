// What a client tells of itself while its server goes and comes, and a configuration that changes.
#include "client/support/outage.h"
#include "client/support/trial_config.h"

#include <redisconf/client/client.h>
#include <redisconf/testing/inputs.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace redisconf;
using namespace std::chrono_literals;
using redisconf::test::contains;
using redisconf::test::expect_error;
using redisconf::test::recovers;
using redisconf::test::trial_config;
using redisconf::test::TrialConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;

namespace {

class Recorder : public ClientListener {
 public:
  void connected(const ConnectionEvent& /*event*/) override { note("connected"); }
  void disconnected(const ConnectionEvent& event) override { note("disconnected: " + event.cause); }
  void connecting_failed(const ConnectionEvent& event) override { note("refused: " + event.cause); }
  void circuit_changed(const CircuitEvent& event) override {
    note("circuit " + std::string(name_of(event.after)));
  }
  void fallback_started(const FallbackEvent& event) override {
    note("fallback after " + std::to_string(event.failed_attempts));
  }
  void fallback_ended(const ConnectionEvent& /*event*/) override { note("fallback over"); }

  [[nodiscard]] bool heard(const std::string& what) const {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(all_, [&](const std::string& each) { return each.starts_with(what); });
  }
  [[nodiscard]] bool hears(const std::string& what) const {
    const Deadline deadline = Deadline::after(30s);
    while (!heard(what) && !deadline.passed()) std::this_thread::yield();
    return heard(what);
  }

 private:
  void note(std::string what) {
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(what));
  }

  mutable std::mutex mutex_;
  std::vector<std::string> all_;
};

const OperationMetrics* operation(const MetricsSnapshot& snapshot, std::string_view name,
                                  std::string_view error) {
  const auto found = std::ranges::find_if(snapshot.operation_duration, [&](const OperationMetrics& each) {
    return each.operation == name && each.error_type == error;
  });
  return found == snapshot.operation_duration.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("a client tells of an outage from its start to its end, though nobody calls", "[client][redis]") {
  RedisServer server;
  Inputs inputs = inputs_for(server, "development");
  inputs.set("REDIS_RETRY_MAX_ATTEMPTS", "3");
  Client client{TrialConfig(inputs)};
  const auto recorder = std::make_shared<Recorder>();
  client.add_listener(recorder);
  client.set("key", "value");
  CHECK(recorder->heard("connected"));
  server.kill();
  static_cast<void>(expect_error(30s, [&] { return client.get("key"); }));
  CHECK(recorder->hears("refused: "));
  CHECK(recorder->hears("fallback after 3"));
  server.restart();
  CHECK(recorder->hears("fallback over"));
  CHECK(client.metrics().circuit_state == CircuitState::closed);
}

TEST_CASE("a circuit opens before a server that does not answer, and closes by itself", "[client][redis]") {
  RedisServer server;
  Inputs inputs = inputs_for(server, "development");
  inputs.set("REDIS_TIMEOUTS_COMMAND", "20ms");
  inputs.set("REDIS_CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "10ms");
  inputs.set("REDIS_CIRCUIT_BREAKER_MAX_RECOVERY_TIMEOUT", "20ms");
  Client client{TrialConfig(inputs)};
  const auto recorder = std::make_shared<Recorder>();
  client.add_listener(recorder);
  static_cast<void>(server.command({"SET", "key", "value"}));
  REQUIRE(recovers(client));
  server.freeze();
  const Deadline patience = Deadline::after(30s);
  while (!recorder->heard("circuit open") && !patience.passed())
    static_cast<void>(expect_error(30s, [&] { return client.get("key"); }));
  CHECK(recorder->heard("circuit open"));
  CHECK(recorder->heard("disconnected: no answer in time"));
  server.resume();
  CHECK(recovers(client));
  const Deadline deadline = Deadline::after(30s);
  std::optional<std::string> value;
  while ((!value || client.metrics().circuit_state != CircuitState::closed) && !deadline.passed()) {
    try {
      value = client.get("key");
    } catch (const RedisError& error) {
      CHECK((error.category() == ErrorCategory::unavailable || error.category() == ErrorCategory::timeout));
    }
  }
  CHECK(value == "value");
  CHECK(recorder->hears("circuit closed"));
}

TEST_CASE("calls, batches and connections are counted", "[client][redis]") {
  const RedisServer server;
  Client client{trial_config(server)};
  client.set("key", "value");
  static_cast<void>(client.get("key"));
  static_cast<void>(client.submit({"GET", "key"}).get());
  static_cast<void>(client.pipeline().append({"GET", "key"}).append({"GET", "key"}).execute());
  CHECK_THROWS_AS(client.increment("key"), RedisError);
  const MetricsSnapshot snapshot = client.metrics();
  REQUIRE(operation(snapshot, "GET", "") != nullptr);
  CHECK(operation(snapshot, "GET", "")->duration.count() == 2);
  REQUIRE(operation(snapshot, "PIPELINE", "") != nullptr);
  CHECK(operation(snapshot, "PIPELINE", "")->duration.count() == 1);
  REQUIRE(operation(snapshot, "INCR", "ERR") != nullptr);
  CHECK(snapshot.connection_create_time.count() == 1);
  CHECK(snapshot.connections_idle == 1);
  CHECK(snapshot.connections_used == 0);
  CHECK(snapshot.server_port == server.port());
}

TEST_CASE("fault 36: the password is rotated, and a reloaded configuration signs in again",
          "[client][faults]") {
  RedisServer server({.password = "the old one"});
  Client client{TrialConfig(inputs_for(server, "development"))};
  client.set("key", "value");
  {
    DedicatedConnection administrator = client.dedicated();
    static_cast<void>(administrator.command({"CONFIG", "SET", "requirepass", "the new one"}));
    static_cast<void>(administrator.command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}));
  }
  const RedisError error = expect_error(30s, [&] {
    client.set("key", "other");
    return true;
  });
  CHECK(error.category() == ErrorCategory::auth);
  CHECK_THAT(error.what(), !contains("the old one"));
  Inputs inputs = inputs_for(server, "development");
  inputs.set("REDIS_PASSWORD", "the new one");
  client.reconfigure(TrialConfig(inputs));
  CHECK(recovers(client));
  CHECK(client.get("key") == "value");
}

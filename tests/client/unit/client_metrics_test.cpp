#include "client_metrics.h"
#include "support/catch.h"

#include <cmath>
#include <thread>
#include <vector>

using redisconf::CircuitState;
using redisconf::ClientMetrics;
using redisconf::command_id;
using redisconf::DurationHistogram;
using redisconf::ErrorCategory;
using redisconf::MetricsSnapshot;
using redisconf::RedisError;
using namespace std::chrono_literals;

namespace {

redisconf::ErrorType type_of(ErrorCategory category) {
  RedisError::Details details;
  details.category = category;
  return redisconf::error_type(details);
}

}  // namespace

TEST_CASE("operations are told by command and error type", "[client][metrics]") {
  ClientMetrics metrics;
  metrics.succeeded(command_id("GET"), 60us);
  metrics.succeeded(command_id("GET"), 3ms);
  metrics.failed(command_id("GET"), type_of(ErrorCategory::timeout), 500ms);
  metrics.failed(command_id("SET"), redisconf::kCircuitOpen, 0ms);
  metrics.succeeded(redisconf::kOtherCommand, 1ms);

  const MetricsSnapshot snapshot = metrics.snapshot();
  std::vector<std::string> seen;
  for (const auto& each : snapshot.operation_duration) {
    seen.push_back(std::string(each.operation) + ' ' + std::string(each.error_type) + ' ' +
                   std::to_string(each.duration.count()));
  }
  CHECK_THAT(seen, Catch::Matchers::UnorderedEquals(std::vector<std::string>{
                       "_OTHER  1", "GET  2", "GET timeout 1", "SET circuit_open 1"}));
}

TEST_CASE("a time falls into the bucket whose bound it does not pass", "[client][metrics]") {
  ClientMetrics metrics;
  for (const auto took : {-1ns, 0ns, 100000ns, 100001ns, 2500000000ns, 2500000001ns}) {
    metrics.connection_created(took);
  }
  const DurationHistogram histogram = metrics.snapshot().connection_create_time;

  CHECK(histogram.buckets.front() == 3);
  CHECK(histogram.buckets[1] == 1);
  CHECK(histogram.buckets[13] == 1);
  CHECK(histogram.buckets[14] == 1);
  CHECK(histogram.count() == 6);
  CHECK(std::abs(histogram.sum_seconds - 5.000200002) < 1e-9);
}

TEST_CASE("connections, circuit and retries are counted", "[client][metrics]") {
  ClientMetrics metrics;
  metrics.connection_waited(1ms);
  metrics.connection_used(2ms);
  metrics.connection_used(2ms);
  metrics.connection_timed_out();
  metrics.wait_began();
  metrics.wait_began();
  metrics.wait_ended();
  metrics.circuit_changed(CircuitState::open);
  metrics.circuit_changed(CircuitState::half_open);
  metrics.circuit_changed(CircuitState::open);
  metrics.retried();
  metrics.retries_exhausted();

  const MetricsSnapshot snapshot = metrics.snapshot();
  CHECK(snapshot.connection_wait_time.count() == 1);
  CHECK(snapshot.connection_use_time.count() == 2);
  CHECK(snapshot.connection_timeouts == 1);
  CHECK(snapshot.pending_requests == 1);
  CHECK(snapshot.circuit_transitions == std::array<std::uint64_t, 3>{0, 2, 1});
  CHECK(snapshot.retries == 1);
  CHECK(snapshot.retries_exhausted == 1);
}

TEST_CASE("a snapshot adds up all threads, also those that ended", "[client][metrics]") {
  ClientMetrics metrics;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int call = 0; call < 1000; ++call) metrics.succeeded(command_id("GET"), 1ms);
      metrics.failed(command_id("GET"), redisconf::kCircuitOpen, 0ms);
    });
  }
  while (metrics.snapshot().operation_duration.empty()) std::this_thread::yield();
  for (std::thread& thread : threads) thread.join();

  const MetricsSnapshot snapshot = metrics.snapshot();
  REQUIRE(snapshot.operation_duration.size() == 2);
  CHECK(snapshot.operation_duration[0].duration.count() == 8000);
  CHECK(snapshot.operation_duration[1].duration.count() == 8);
}

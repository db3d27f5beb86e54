// What resilience and metrics add to a call that succeeds: nanoseconds beside their limits, the
// clock read apart. Threads run for a fixed number of calls; the median of seven runs counts.
#include "circuit_breaker.h"
#include "client_metrics.h"
#include "command_table.h"
#include "retry_budget.h"
#include "support/allocations.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

using redisconf::BreakerEffect;
using redisconf::CircuitBreaker;
using redisconf::ClientMetrics;
using redisconf::command_id;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kCalls = 1'000'000;
constexpr std::size_t kRuns = 7;

void keep(const auto& value) { asm volatile("" : : "m"(value) : "memory"); }

// Nanoseconds a call of each thread.
double run_once(int threads, const std::function<void(int calls)>& body) {
  std::atomic<int> waiting{threads};
  std::vector<double> times(static_cast<std::size_t>(threads));
  std::vector<std::thread> running;
  for (double& time : times) {
    running.emplace_back([&] {
      body(1000);  // what a thread's first call allocates
      --waiting;
      while (waiting > 0) std::this_thread::yield();
      const auto start = Clock::now();
      body(kCalls);
      time = std::chrono::duration<double, std::nano>(Clock::now() - start).count() / kCalls;
    });
  }
  for (std::thread& thread : running) thread.join();
  return *std::max_element(times.begin(), times.end());
}

double median_of(int threads, const std::function<void(int calls)>& body) {
  std::array<double, kRuns> times{};
  for (double& time : times) time = run_once(threads, body);
  std::sort(times.begin(), times.end());
  return times[kRuns / 2];
}

void print(const char* what, const std::function<void(int calls)>& body, const char* limit) {
  std::printf("%-46s %6.1f ns   %6.1f ns   %s\n", what, median_of(1, body), median_of(2, body), limit);
}

void breaker_closed(CircuitBreaker& breaker, int calls) {
  Clock::time_point now = Clock::now();
  for (int call = 0; call < calls; ++call) {
    now += std::chrono::microseconds(50);
    const auto admission = breaker.admit(now);
    keep(admission);
    breaker.record(admission.number, BreakerEffect::success, now, std::chrono::microseconds(50));
  }
}

void breaker_open(CircuitBreaker& breaker, Clock::time_point now, int calls) {
  for (int call = 0; call < calls; ++call) {
    const auto admission = breaker.admit(now);
    keep(admission);
  }
}

void metrics_call(ClientMetrics& metrics, redisconf::CommandId command, int calls) {
  for (int call = 0; call < calls; ++call) {
    metrics.succeeded(command, std::chrono::nanoseconds(50'000 + (call & 0xFFFF)));
  }
}

void open_circuit_metrics(ClientMetrics& metrics, redisconf::CommandId command, int calls) {
  for (int call = 0; call < calls; ++call) {
    metrics.failed(command, redisconf::kCircuitOpen, std::chrono::nanoseconds(0));
  }
}

void clock_read(int calls) {
  for (int call = 0; call < calls; ++call) {
    const auto now = Clock::now();
    keep(now);
  }
}

void find_command(int calls) {
  constexpr std::array<std::string_view, 4> kNames{"GET", "set", "HGETALL", "ZRANGEBYSCORE"};
  for (int call = 0; call < calls; ++call) {
    const auto id = command_id(kNames[static_cast<std::size_t>(call) % kNames.size()]);
    keep(id);
  }
}

}  // namespace

int main() {
  const redisconf::CircuitBreakerSettings settings;
  CircuitBreaker closed(settings, nullptr);
  CircuitBreaker open(settings, nullptr);
  const auto now = Clock::now();
  for (int call = 0; call < settings.failure_threshold; ++call) {
    open.record(open.number(), BreakerEffect::failure, now, Clock::duration::zero());
  }
  ClientMetrics metrics;
  redisconf::RetryBudget budget(redisconf::RetrySettings{}.budget);
  const redisconf::CommandId get = command_id("GET");

  std::printf("%-46s %9s   %9s   limit\n", "resilience, a call", "1 thread", "2 threads");
  print("clock read, for comparison", clock_read, "-");
  print(
      "circuit breaker, closed", [&](int calls) { breaker_closed(closed, calls); }, "20 ns");
  print(
      "circuit breaker, open", [&](int calls) { breaker_open(open, now, calls); }, "25 ns");
  print(
      "metrics, success with latency histogram", [&](int calls) { metrics_call(metrics, get, calls); },
      "15 ns");
  print(
      "metrics, circuit open", [&](int calls) { open_circuit_metrics(metrics, get, calls); }, "15 ns");
  print("command by name", find_command, "-");
  print(
      "retry budget, success",
      [&](int calls) {
        for (int call = 0; call < calls; ++call) budget.succeeded();
      },
      "-");

  const long made = redisconf::test::allocations_of([&] { breaker_open(open, now, kCalls); });
  std::printf("%-46s %6ld         %17s 0\n", "allocations of a million open calls", made, "");
  return made == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

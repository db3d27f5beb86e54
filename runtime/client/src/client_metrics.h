// Counts what a client does. Each thread counts for itself; snapshot() adds up.
//
// Thread-safety: every member may run concurrently. Memory: about 2 KiB a thread that calls, and
// 128 bytes for each command that it uses; what there is no memory for is not counted.
// Errors: none, but for snapshot(), which throws std::bad_alloc.
#pragma once

#include "command_table.h"
#include "error_policy.h"
#include "latency_histogram.h"
#include "redisconf/client/metrics.h"
#include "thread_slot.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

namespace redisconf {

class ClientMetrics {
 public:
  using Duration = std::chrono::nanoseconds;

  void succeeded(CommandId command, Duration took) noexcept {
    const std::size_t slot = this_thread_slot();
    if (Operation* const operation = operation_at(slot, command)) operation->success.record(slot, took);
  }
  void failed(CommandId command, ErrorType type, Duration took) noexcept;

  void connection_created(Duration took) noexcept;
  void connection_waited(Duration took) noexcept;
  void connection_used(Duration took) noexcept;
  void connection_timed_out() noexcept { connection_timeouts_.fetch_add(1, std::memory_order_relaxed); }

  // Around a wait for a connection.
  void wait_began() noexcept { pending_.fetch_add(1, std::memory_order_relaxed); }
  void wait_ended() noexcept { pending_.fetch_sub(1, std::memory_order_relaxed); }

  void circuit_changed(CircuitState after) noexcept;
  void retried() noexcept { retries_.fetch_add(1, std::memory_order_relaxed); }
  void retries_exhausted() noexcept { retries_exhausted_.fetch_add(1, std::memory_order_relaxed); }

  // All but what others know: the server, the numbers of connections, circuit state and tokens.
  [[nodiscard]] MetricsSnapshot snapshot() const;

 private:
  using Failures = std::array<LatencyHistogram, kErrorTypes>;
  struct Operation {
    LatencyHistogram success;
    std::atomic<Failures*> failures{nullptr};  // made at the first one
    ~Operation() { delete failures.load(std::memory_order_acquire); }
  };
  struct Operations {
    std::array<std::atomic<Operation*>, kMostCommands> by_command{};
    ~Operations() {
      for (auto& place : by_command) delete place.load(std::memory_order_acquire);
    }
  };
  struct Connections {
    LatencyHistogram create;
    LatencyHistogram wait;
    LatencyHistogram use;
  };
  struct Totals;

  [[nodiscard]] Operation* operation_at(std::size_t slot, CommandId command) noexcept {
    Operations* const operations = operations_.at(slot);
    return operations == nullptr ? nullptr : made_once(operations->by_command[command]);
  }
  void record_connection(LatencyHistogram Connections::*histogram, Duration took) noexcept;
  static void add_operation(Totals& totals, std::size_t command, const Operation& operation);

  PerThread<Operations> operations_;
  PerThread<Connections> connections_;
  std::atomic<std::int64_t> pending_{0};
  std::atomic<std::uint64_t> connection_timeouts_{0};
  std::array<std::atomic<std::uint64_t>, 3> circuit_transitions_{};
  std::atomic<std::uint64_t> retries_{0};
  std::atomic<std::uint64_t> retries_exhausted_{0};
};

}  // namespace redisconf

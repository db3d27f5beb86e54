#include "client_metrics.h"

#include <map>
#include <numeric>
#include <utility>

namespace redisconf {

std::uint64_t DurationHistogram::count() const noexcept {
  return std::accumulate(buckets.begin(), buckets.end(), std::uint64_t{0});
}

// By command and error type; successes come first.
struct ClientMetrics::Totals {
  std::map<std::pair<std::size_t, std::string_view>, DurationHistogram> histograms;

  void add(std::size_t command, std::string_view error_type, const LatencyHistogram& part) {
    DurationHistogram histogram;
    part.add_to(histogram);
    if (histogram.count() == 0) return;
    part.add_to(histograms[{command, error_type}]);
  }
};

void ClientMetrics::failed(CommandId command, ErrorType type, Duration took) noexcept {
  const std::size_t slot = this_thread_slot();
  Operation* const operation = operation_at(slot, command);
  if (operation == nullptr) return;
  if (Failures* const failures = made_once(operation->failures)) (*failures)[type].record(slot, took);
}

void ClientMetrics::record_connection(LatencyHistogram Connections::*histogram, Duration took) noexcept {
  const std::size_t slot = this_thread_slot();
  if (Connections* const connections = connections_.at(slot)) (connections->*histogram).record(slot, took);
}

void ClientMetrics::connection_created(Duration took) noexcept {
  record_connection(&Connections::create, took);
}
void ClientMetrics::connection_waited(Duration took) noexcept { record_connection(&Connections::wait, took); }
void ClientMetrics::connection_used(Duration took) noexcept { record_connection(&Connections::use, took); }

void ClientMetrics::circuit_changed(CircuitState after) noexcept {
  circuit_transitions_.at(static_cast<std::size_t>(after)).fetch_add(1, std::memory_order_relaxed);
}

void ClientMetrics::add_operation(Totals& totals, std::size_t command, const Operation& operation) {
  totals.add(command, {}, operation.success);
  const Failures* const failures = operation.failures.load(std::memory_order_acquire);
  if (failures == nullptr) return;
  for (std::size_t type = 0; type < failures->size(); ++type) {
    totals.add(command, error_type_name(static_cast<ErrorType>(type)), (*failures)[type]);
  }
}

MetricsSnapshot ClientMetrics::snapshot() const {
  MetricsSnapshot snapshot;
  Totals totals;
  operations_.for_each([&](const Operations& operations) {
    for (std::size_t command = 0; command < command_count(); ++command) {
      const Operation* const operation = operations.by_command[command].load(std::memory_order_acquire);
      if (operation != nullptr) add_operation(totals, command, *operation);
    }
  });
  for (const auto& [key, histogram] : totals.histograms) {
    const auto& [command, error_type] = key;
    snapshot.operation_duration.push_back(
        {command_name(static_cast<CommandId>(command)), error_type, histogram});
  }
  connections_.for_each([&](const Connections& connections) {
    connections.create.add_to(snapshot.connection_create_time);
    connections.wait.add_to(snapshot.connection_wait_time);
    connections.use.add_to(snapshot.connection_use_time);
  });
  snapshot.pending_requests = pending_.load(std::memory_order_relaxed);
  snapshot.connection_timeouts = connection_timeouts_.load(std::memory_order_relaxed);
  for (std::size_t state = 0; state < circuit_transitions_.size(); ++state) {
    snapshot.circuit_transitions[state] = circuit_transitions_[state].load(std::memory_order_relaxed);
  }
  snapshot.retries = retries_.load(std::memory_order_relaxed);
  snapshot.retries_exhausted = retries_exhausted_.load(std::memory_order_relaxed);
  return snapshot;
}

}  // namespace redisconf

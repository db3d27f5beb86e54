#include "client_families.h"

#include "part_families.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

namespace redisconf {
namespace {

// OpenTelemetry's db.client.connection.pool.name: a client has one.
constexpr auto kPool = "redis";
constexpr std::array kCircuitStates{CircuitState::closed, CircuitState::open, CircuitState::half_open};

void add_if(MetricLabels& labels, const char* name, std::string_view value) {
  if (!value.empty()) labels.emplace_back(name, value);
}

MetricFamily operations(const MetricsSnapshot& snapshot) {
  MetricFamily family{.name = "db_client_operation_duration_seconds",
                      .type = MetricType::histogram,
                      .help = "Duration of calls to Redis, with their retries",
                      .unit = "seconds"};
  for (const OperationMetrics& operation : snapshot.operation_duration) {
    MetricLabels labels{{"db_system_name", "redis"},
                        {"db_operation_name", std::string(operation.operation)},
                        {"db_namespace", std::to_string(snapshot.database)}};
    add_if(labels, "error_type", operation.error_type);
    add_if(labels, "server_address", snapshot.server_address);
    if (!snapshot.server_address.empty())
      labels.emplace_back("server_port", std::to_string(snapshot.server_port));
    family.histograms.push_back(histogram_of(operation.duration, std::move(labels)));
  }
  return family;
}

MetricLabels pool_labels() { return {{"db_client_connection_pool_name", kPool}}; }

MetricFamily connections(const MetricsSnapshot& snapshot) {
  MetricFamily family{.name = "db_client_connections",
                      .type = MetricType::gauge,
                      .help = "Open connections to Redis by state"};
  const auto add = [&](const char* state, std::int64_t count) {
    MetricLabels labels = pool_labels();
    labels.emplace_back("db_client_connection_state", state);
    family.samples.push_back({std::move(labels), static_cast<double>(count)});
  };
  add("idle", snapshot.connections_idle);
  add("used", snapshot.connections_used);
  return family;
}

MetricFamily of_pool(const char* name, MetricType type, const char* help, double value) {
  return {.name = name, .type = type, .help = help, .samples = {{pool_labels(), value}}};
}

MetricFamily time_of_pool(const char* name, const char* help, const DurationHistogram& histogram) {
  return {.name = name,
          .type = MetricType::histogram,
          .help = help,
          .unit = "seconds",
          .histograms = {histogram_of(histogram, pool_labels())}};
}

std::string state_name(CircuitState state) {
  return state == CircuitState::half_open ? "half_open" : std::string(name_of(state));
}

MetricLabels circuit_labels(CircuitState state) { return {{"name", kPool}, {"state", state_name(state)}}; }

MetricFamily circuit_state(const MetricsSnapshot& snapshot) {
  MetricFamily family{.name = "redisconf_circuitbreaker_state",
                      .type = MetricType::gauge,
                      .help = "1 for the state that the circuit breaker is in"};
  for (const CircuitState state : kCircuitStates)
    family.samples.push_back({circuit_labels(state), state == snapshot.circuit_state ? 1.0 : 0.0});
  return family;
}

MetricFamily circuit_transitions(const MetricsSnapshot& snapshot) {
  MetricFamily family{.name = "redisconf_circuitbreaker_transitions",
                      .type = MetricType::counter,
                      .help = "Changes of the circuit breaker into each state"};
  for (const CircuitState state : kCircuitStates) {
    const auto count = snapshot.circuit_transitions.at(static_cast<std::size_t>(state));
    family.samples.push_back({circuit_labels(state), static_cast<double>(count)});
  }
  return family;
}

MetricFamily plain(const char* name, MetricType type, const char* help, double value) {
  return {.name = name, .type = type, .help = help, .samples = {{{}, value}}};
}

}  // namespace

std::vector<MetricFamily> client_families(const MetricsSnapshot& snapshot) {
  using enum MetricType;
  return {operations(snapshot),
          connections(snapshot),
          of_pool("db_client_connection_max", gauge, "Most connections that the client opens",
                  static_cast<double>(snapshot.connections_max)),
          of_pool("db_client_connection_pending_requests", gauge, "Calls that wait for a connection",
                  static_cast<double>(snapshot.pending_requests)),
          of_pool("db_client_connection_timeouts", counter, "Calls that waited for a connection in vain",
                  static_cast<double>(snapshot.connection_timeouts)),
          time_of_pool("db_client_connection_create_time_seconds",
                       "Time to make a connection: resolve, connect, TLS, sign in",
                       snapshot.connection_create_time),
          time_of_pool("db_client_connection_wait_time_seconds", "Time that calls waited for a connection",
                       snapshot.connection_wait_time),
          time_of_pool("db_client_connection_use_time_seconds", "Time that connections were lent",
                       snapshot.connection_use_time),
          circuit_state(snapshot),
          circuit_transitions(snapshot),
          plain("redisconf_retry_tokens", gauge, "Tokens for retries that are left", snapshot.retry_tokens),
          plain("redisconf_retries", counter, "Commands that were sent again",
                static_cast<double>(snapshot.retries)),
          plain("redisconf_retries_exhausted", counter,
                "Calls whose error became final because no retry was left",
                static_cast<double>(snapshot.retries_exhausted))};
}

std::vector<MetricFamily> health_families(const HealthState& state) {
  MetricFamily status{.name = "redisconf_health_status",
                      .type = MetricType::gauge,
                      .help = "1 for the status that the check has: pass, warn (on the fallback) or fail"};
  const auto add = [&](const char* check, HealthStatus now) {
    for (const HealthStatus each : {HealthStatus::pass, HealthStatus::warn, HealthStatus::fail}) {
      status.samples.push_back(
          {{{"check", check}, {"status", std::string(name_of(each))}}, each == now ? 1.0 : 0.0});
    }
  };
  add("redis", state.redis);
  add("service", state.service);
  MetricFamily response{.name = "redisconf_health_response_time_seconds",
                        .type = MetricType::gauge,
                        .help = "How long the last PING took; absent while Redis does not answer",
                        .unit = "seconds"};
  if (state.connected)
    response.samples.push_back({{}, std::chrono::duration<double>(state.response_time).count()});
  return {std::move(status), std::move(response)};
}

void merge_families(std::vector<MetricFamily>& families) {
  std::map<std::string, std::size_t, std::less<>> first;
  std::vector<MetricFamily> merged;
  for (MetricFamily& family : families) {
    const auto [place, is_new] = first.try_emplace(family.name, merged.size());
    if (is_new) {
      merged.push_back(std::move(family));
      continue;
    }
    MetricFamily& whole = merged[place->second];
    std::ranges::move(family.samples, std::back_inserter(whole.samples));
    std::ranges::move(family.histograms, std::back_inserter(whole.histograms));
  }
  families = std::move(merged);
}

}  // namespace redisconf

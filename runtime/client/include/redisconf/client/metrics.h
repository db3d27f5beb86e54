// The figures of a client at one moment, named after OpenTelemetry's semantic conventions for
// database clients (opentelemetry.io/docs/specs/semconv/database/database-metrics). All counts are
// since the client was made. No key, value or query text is ever among them.
#pragma once

#include <redisconf/client/events.h>
#include <redisconf/config/export.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

struct DurationHistogram {
  // Upper bounds in seconds, inclusive; one more bucket has none.
  static constexpr std::array<double, 14> kBounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                                  0.025,  0.05,    0.1,    0.25,  0.5,    1,     2.5};

  std::array<std::uint64_t, kBounds.size() + 1> buckets{};  // of each alone, not of all below
  double sum_seconds = 0;

  [[nodiscard]] std::uint64_t count() const noexcept;
};

// db.client.operation.duration, by db.operation.name and error.type.
struct OperationMetrics {
  std::string_view operation;   // "GET"; "_OTHER" for commands that redisconf does not know
  std::string_view error_type;  // empty: success; else "timeout", "circuit_open", "WRONGTYPE", "_OTHER", ...
  DurationHistogram duration;
};

struct MetricsSnapshot {
  // The attributes of all of it: server.address, server.port and db.namespace (the database).
  std::string server_address;
  int server_port = 0;
  int database = 0;

  std::vector<OperationMetrics> operation_duration;  // those that happened

  // db.client.connection.*
  std::int64_t connections_idle = 0;
  std::int64_t connections_used = 0;
  std::int64_t connections_max = 0;
  std::int64_t pending_requests = 0;      // calls that wait for a connection
  std::uint64_t connection_timeouts = 0;  // of calls that waited for one in vain
  DurationHistogram connection_create_time;
  DurationHistogram connection_wait_time;
  DurationHistogram connection_use_time;

  // Of redisconf itself.
  CircuitState circuit_state = CircuitState::closed;
  std::array<std::uint64_t, 3> circuit_transitions{};  // into each state, in the order of CircuitState
  std::uint64_t retries = 0;
  std::uint64_t retries_exhausted = 0;  // calls whose error became final because no try was left
  double retry_tokens = 0;
};

}  // namespace redisconf

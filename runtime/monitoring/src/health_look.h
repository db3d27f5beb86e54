// What one look at Redis and the parts of a service saw, and what follows from it.
#pragma once

#include "redisconf/client/client.h"
#include "redisconf/client/events.h"
#include "redisconf/config/settings.h"
#include "redisconf/monitoring/health.h"
#include "server_memory.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace redisconf {

// Of the service, as long as it runs.
struct HealthSubject {
  std::string service;
  std::string environment;
  std::string version;   // may be empty
  std::string endpoint;  // masked
  bool strict = false;
  bool fallback_allowed = false;
  MonitoringReadiness readiness = MonitoringReadiness::fallback;
  bool tls = false;
  std::string tls_verification;  // "full"
};

struct PoolFigures {
  std::int64_t limit = 0;
  std::int64_t idle = 0;
  std::int64_t used = 0;
  std::int64_t pending = 0;    // calls that wait for a connection
  std::uint64_t timeouts = 0;  // of those
};

struct ComponentLook {
  std::string kind;
  std::string name;
  HealthReport report;
};

struct HealthLook {
  Ping ping;
  std::optional<std::chrono::system_clock::time_point> last_success;
  PoolFigures pool;
  CircuitState circuit = CircuitState::closed;
  std::optional<ServerMemory> memory;
  std::string memory_missing;  // why there is none
  std::vector<ComponentLook> components;
  std::chrono::system_clock::time_point time;
};

// The same for a PING that has had no answer for so long.
[[nodiscard]] HealthLook unanswered(HealthLook look, std::chrono::milliseconds since);

// Before the first look has ended.
[[nodiscard]] HealthLook not_looked_yet();

// warn: Redis is away or a component does without it, and something answers in its place.
[[nodiscard]] HealthStatus redis_status(const HealthSubject& subject, const HealthLook& look) noexcept;
[[nodiscard]] HealthStatus service_status(const HealthSubject& subject, const HealthLook& look) noexcept;
[[nodiscard]] bool is_ready(const HealthSubject& subject, const HealthLook& look) noexcept;

// Who answers: "redis", "memory", "none" or, before the first look, "initializing".
[[nodiscard]] std::string_view mode_of(const HealthSubject& subject, const HealthLook& look) noexcept;

}  // namespace redisconf

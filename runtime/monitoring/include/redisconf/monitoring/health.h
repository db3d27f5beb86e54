// Health of a service: status, content type and body, for any HTTP server.
//
// A thread in the background looks at Redis and at the parts of the service, `monitoring.health_interval`
// after the end of its last look, and at once when the client tells of a connection lost or made. Answers
// come from its last look and never wait for Redis; only before the end of the first look they wait for
// it, at most 40 ms. A PING takes at most `timeouts.health`; one that has had no answer for half of that
// counts as failed at once. No body holds a secret: endpoints are masked, causes come from RedisError.
//
//   | | healthy | on the fallback | failed |
//   | live    | 200 | 200          | 503 when the looks have stopped; says nothing about Redis |
//   | started | 200 | 200          | 503 until the first look has ended; in strict environments, well |
//   | ready   | 200 | 200          | 503; `monitoring.readiness` can ask for Redis, or for nothing |
//   | redis   | 200 | 503 degraded | 500 error |
//   | service | 200 | 200 warn     | 503 fail |
//
// Ownership:     refers to the client, which must outlive it; a component's function, and what that
//                refers to, must outlive it or close().
// Thread-safety: every member may run concurrently. After fork() a child has no thread that looks:
//                make a new one there. close() and its end do nothing there.
// Errors:        none; an unreachable server is an answer.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/export.h>
#include <redisconf/config/fork_generation.h>
#include <redisconf/monitoring/health_report.h>
#include <redisconf/monitoring/http_reply.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// health_json: application/health+json, draft-inadarei-api-health-check-06.
// microprofile: MicroProfile Health 4.0, {"status":"UP","checks":[...]}.
enum class HealthFormat : std::uint8_t { health_json, microprofile };

// What the query of a request asks for: `format=microprofile`, or health_json.
[[nodiscard]] REDISCONF_PUBLIC HealthFormat health_format(std::string_view query) noexcept;

// How things stood at the last look.
struct HealthState {
  HealthStatus redis = HealthStatus::fail;    // warn: its fallback answers
  HealthStatus service = HealthStatus::fail;  // the worst of Redis and the components
  bool connected = false;
  std::chrono::microseconds response_time{0};  // of the PING; 0 when not connected
};

class Health {
 public:
  // `version` is the service's own.
  explicit Health(Client& client, std::string version = {});
  Health(Health&&) noexcept;
  Health& operator=(Health&&) noexcept;
  ~Health();

  // A part of the service, asked with each look, on the thread in the background: it should answer at
  // once. What it throws counts as fail. `kind` is "cache", "queue", ...; `name` tells those apart.
  void add_component(std::string kind, std::string name, std::function<HealthReport()> report);

  [[nodiscard]] HttpReply live();                                                    // GET /health/live
  [[nodiscard]] HttpReply started();                                                 // GET /health/started
  [[nodiscard]] HttpReply ready(HealthFormat format = HealthFormat::health_json);    // GET /health/ready
  [[nodiscard]] HttpReply redis(HealthFormat format = HealthFormat::health_json);    // GET /health/redis
  [[nodiscard]] HttpReply service(HealthFormat format = HealthFormat::health_json);  // GET /health

  [[nodiscard]] HealthState state();

  // Ends the looks; answers go on to tell of the last one. Waits for the look that runs.
  void close();

 private:
  class Impl;
  ProcessOwned<Impl> impl_;
};

}  // namespace redisconf

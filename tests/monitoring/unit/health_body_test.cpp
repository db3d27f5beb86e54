// Bodies of health replies, from given observations.
#include "health_body.h"

#include "support/catch.h"

#include <nlohmann/json.hpp>

using nlohmann::json;
using redisconf::CircuitState;
using redisconf::HealthFormat;
using redisconf::HealthLook;
using redisconf::HealthReport;
using redisconf::HealthStatus;
using redisconf::HealthSubject;
using redisconf::HttpReply;
using redisconf::readiness_reply;
using redisconf::redis_health_reply;
using redisconf::service_health_reply;

namespace {

constexpr auto kPlain = HealthFormat::health_json;
constexpr auto kMicroprofile = HealthFormat::microprofile;

HealthSubject subject() {
  return {.service = "auth",
          .environment = "production",
          .version = "1.2.0",
          .endpoint = "app:***@redis.example:6380/0",
          .strict = true,
          .tls = true,
          .tls_verification = "full"};
}

HealthSubject with_fallback() {
  HealthSubject subject_with = subject();
  subject_with.fallback_allowed = true;
  return subject_with;
}

HealthLook healthy() {
  HealthLook look;
  look.ping = {true, std::chrono::microseconds(1250), "TLSv1.3", "", ""};
  look.time = std::chrono::system_clock::from_time_t(1'700'000'000);
  look.last_success = look.time;
  look.pool = {.limit = 8, .idle = 2, .used = 1, .pending = 3, .timeouts = 4};
  look.memory = redisconf::ServerMemory{1000, 2000, 3000, 4000, 1.5, "allkeys-lru"};
  return look;
}

HealthLook broken() {
  HealthLook look = healthy();
  look.ping = {false, std::chrono::microseconds(0), "", "connection refused", "connect"};
  look.circuit = CircuitState::open;
  look.memory.reset();
  look.memory_missing = "Redis was not reached yet";
  return look;
}

HealthLook with_cache(HealthLook look, HealthReport report) {
  look.components.push_back({"cache", "figures", std::move(report)});
  return look;
}

}  // namespace

TEST_CASE("a healthy Redis is 200 ok with all that is known of it", "[health]") {
  const HttpReply reply = redis_health_reply(subject(), healthy(), kPlain);
  CHECK(reply.status == 200);
  CHECK(reply.content_type == "application/health+json");
  CHECK(json::parse(reply.body) == json::parse(R"({
    "status": "ok", "mode": "redis", "service": "auth", "environment": "production",
    "connection_status": {"connected": true, "endpoint": "app:***@redis.example:6380/0", "latency_ms": 1.25,
                          "circuit_breaker": "closed", "last_success": "2023-11-14T22:13:20Z",
                          "category": null, "cause": null},
    "pool_stats": {"limit": 8, "open": 3, "idle": 2, "used": 1, "pending": 3, "timeouts": 4},
    "ssl_status": {"enabled": true, "version": "TLSv1.3", "verify": "full"},
    "memory": {"used_bytes": 1000, "peak_bytes": 2000, "resident_bytes": 3000, "limit_bytes": 4000,
               "fragmentation": 1.5, "eviction": "allkeys-lru"},
    "components": {}, "time": "2023-11-14T22:13:20Z"})"));
}

TEST_CASE("a lost Redis is 500 error without a fallback, 503 degraded with one", "[health]") {
  const HttpReply failed = redis_health_reply(subject(), broken(), kPlain);
  CHECK(failed.status == 500);
  const json body = json::parse(failed.body);
  CHECK(body["status"] == "error");
  CHECK(body["mode"] == "none");
  CHECK(body["connection_status"]["connected"] == false);
  CHECK(body["connection_status"]["latency_ms"].is_null());
  CHECK(body["connection_status"]["circuit_breaker"] == "open");
  CHECK(body["connection_status"]["category"] == "connect");
  CHECK(body["connection_status"]["cause"] == "connection refused");
  CHECK(body["memory"] == json{{"missing", "Redis was not reached yet"}});

  const HttpReply degraded = redis_health_reply(with_fallback(), broken(), kPlain);
  CHECK(degraded.status == 503);
  CHECK(json::parse(degraded.body)["status"] == "degraded");
  CHECK(json::parse(degraded.body)["mode"] == "memory");
}

TEST_CASE("a cache on its fallback degrades Redis' health, also while Redis answers", "[health]") {
  const HealthReport on_fallback{
      .status = HealthStatus::warn, .on_fallback = true, .output = "recovering", .figures = {{"hits", 7}}};
  for (const HealthLook& look : {healthy(), broken()}) {
    const HttpReply reply = redis_health_reply(subject(), with_cache(look, on_fallback), kPlain);
    CHECK(reply.status == 503);
    CHECK(json::parse(reply.body)["mode"] == "memory");
    CHECK(json::parse(reply.body)["components"]["cache"]["figures"] ==
          json{{"status", "warn"}, {"on_fallback", true}, {"output", "recovering"}, {"hits", 7}});
  }
  const HealthReport broken_cache{.status = HealthStatus::fail, .on_fallback = true};
  CHECK(redis_health_reply(subject(), with_cache(broken(), broken_cache), kPlain).status == 500);
}

TEST_CASE("before the first look the mode is initializing", "[health]") {
  const HttpReply reply = redis_health_reply(subject(), redisconf::not_looked_yet(), kPlain);
  CHECK(reply.status == 500);
  CHECK(json::parse(reply.body)["mode"] == "initializing");
}

TEST_CASE("a PING without an answer counts as failed", "[health]") {
  const HealthLook look = redisconf::unanswered(healthy(), std::chrono::milliseconds(1200));
  const json body = json::parse(redis_health_reply(subject(), look, kPlain).body);
  CHECK(body["status"] == "error");
  CHECK(body["connection_status"]["category"] == "timeout");
  CHECK(body["connection_status"]["cause"] == "Redis has not answered a PING for 1200 ms");
  CHECK(body["connection_status"]["last_success"] == "2023-11-14T22:13:20Z");
}

TEST_CASE("a healthy service passes, with its checks inside", "[health]") {
  const HealthReport report{.figures = {{"ratio", 0.5}, {"mode", "redis"}, {"warm", true}}};
  const HttpReply reply = service_health_reply(subject(), with_cache(healthy(), report), kPlain);
  CHECK(reply.status == 200);
  CHECK(reply.content_type == "application/health+json");
  CHECK(json::parse(reply.body) == json::parse(R"({
    "status": "pass", "version": "1.2.0", "serviceId": "auth", "description": "auth in production",
    "checks": {
      "redis:responseTime": [{
        "componentId": "app:***@redis.example:6380/0", "componentType": "datastore",
        "observedValue": 1.25, "observedUnit": "ms", "status": "pass", "time": "2023-11-14T22:13:20Z"}],
      "redis:connections": [{
        "componentType": "datastore", "observedValue": 3, "observedUnit": "connections", "status": "pass",
        "time": "2023-11-14T22:13:20Z"}],
      "cache:figures": [{
        "componentId": "figures", "componentType": "component", "status": "pass", "on_fallback": false,
        "ratio": 0.5, "mode": "redis", "warm": true, "time": "2023-11-14T22:13:20Z"}]}})"));
}

TEST_CASE("a service without Redis warns on its fallback, else fails, and says why", "[health]") {
  const HttpReply failed = service_health_reply(subject(), broken(), kPlain);
  CHECK(failed.status == 503);
  const json check = json::parse(failed.body)["checks"]["redis:responseTime"][0];
  CHECK(check["status"] == "fail");
  CHECK(check["output"] == "connection refused");
  CHECK_FALSE(check.contains("observedValue"));

  const HttpReply warned = service_health_reply(with_fallback(), broken(), kPlain);
  CHECK(warned.status == 200);
  CHECK(json::parse(warned.body)["status"] == "warn");
}

TEST_CASE("a component that fails fails the service, not Redis", "[health]") {
  const HealthLook look = with_cache(healthy(), {.status = HealthStatus::fail, .output = "full"});
  CHECK(service_health_reply(subject(), look, kPlain).status == 503);
  CHECK(redis_health_reply(subject(), look, kPlain).status == 200);
}

TEST_CASE("readiness goes by its policy", "[health]") {
  using redisconf::MonitoringReadiness;
  const auto status = [](MonitoringReadiness policy, bool fallback, const HealthLook& look) {
    HealthSubject judged = subject();
    judged.readiness = policy;
    judged.fallback_allowed = fallback;
    return readiness_reply(judged, look, kPlain).status;
  };
  for (const auto policy :
       {MonitoringReadiness::fallback, MonitoringReadiness::redis, MonitoringReadiness::always})
    CHECK(status(policy, false, healthy()) == 200);
  CHECK(status(MonitoringReadiness::fallback, true, broken()) == 200);
  CHECK(status(MonitoringReadiness::fallback, false, broken()) == 503);
  CHECK(status(MonitoringReadiness::redis, true, broken()) == 503);
  CHECK(status(MonitoringReadiness::always, false, broken()) == 200);
}

TEST_CASE("a body never says fail under 200, nor pass under 503", "[health]") {
  HealthSubject always = subject();
  always.readiness = redisconf::MonitoringReadiness::always;
  CHECK(json::parse(readiness_reply(always, broken(), kPlain).body)["status"] == "warn");
  HealthSubject redis_alone = with_fallback();
  redis_alone.readiness = redisconf::MonitoringReadiness::redis;
  CHECK(json::parse(readiness_reply(redis_alone, broken(), kPlain).body)["status"] == "fail");
}

TEST_CASE("MicroProfile's form", "[health]") {
  const HttpReply up = service_health_reply(subject(), with_cache(healthy(), {}), kMicroprofile);
  CHECK(up.status == 200);
  CHECK(up.content_type == "application/json");
  const json body = json::parse(up.body);
  CHECK(body["status"] == "UP");
  CHECK(body["checks"][0]["name"] == "redis");
  CHECK(body["checks"][0]["status"] == "UP");
  CHECK(body["checks"][0]["data"]["mode"] == "redis");
  CHECK(body["checks"][1]["name"] == "cache:figures");

  const HttpReply down = service_health_reply(subject(), broken(), kMicroprofile);
  CHECK(down.status == 503);
  CHECK(json::parse(down.body)["status"] == "DOWN");
  CHECK(redis_health_reply(with_fallback(), broken(), kMicroprofile).status == 503);
  CHECK(json::parse(redis_health_reply(with_fallback(), broken(), kMicroprofile).body)["status"] == "DOWN");
}

TEST_CASE("the form is asked for in the query", "[health]") {
  using redisconf::health_format;
  CHECK(health_format("format=microprofile") == kMicroprofile);
  CHECK(health_format("a=b&format=microprofile&c") == kMicroprofile);
  for (const char* const other :
       {"", "format", "format=", "format=microprofiles", "xformat=microprofile", "&&"})
    CHECK(health_format(other) == kPlain);
}

TEST_CASE("a cause of any bytes still gives JSON", "[health]") {
  HealthLook look = broken();
  look.ping.cause = "said \"\xFF\xC3\x28\"\r\n";
  for (const HealthFormat format : {kPlain, kMicroprofile}) {
    CHECK(json::accept(redis_health_reply(subject(), look, format).body));
    CHECK(json::accept(service_health_reply(subject(), look, format).body));
  }
}

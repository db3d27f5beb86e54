// Bodies of health replies, from given observations.
#include "health_body.h"

#include "support/catch.h"

#include <nlohmann/json.hpp>

using nlohmann::json;
using redisconf::HealthSnapshot;
using redisconf::HttpReply;

namespace {

HealthSnapshot healthy() {
  return {.service = "auth",
          .environment = "production",
          .endpoint = "app:***@redis.example:6380/0",
          .ping = {true, std::chrono::microseconds(1250), "TLSv1.3", "", ""},
          .pool = {8, 3, 2},
          .time = std::chrono::system_clock::from_time_t(1'700'000'000)};
}

HealthSnapshot broken() {
  HealthSnapshot snapshot = healthy();
  snapshot.ping = {false, std::chrono::microseconds(0), "", "connection refused", "connect"};
  snapshot.pool = {8, 0, 0};
  return snapshot;
}

}  // namespace

TEST_CASE("a healthy Redis is 200 with latency, endpoint, TLS and pool", "[health]") {
  const HttpReply reply = redis_health_reply(healthy());
  CHECK(reply.status == 200);
  CHECK(reply.content_type == "application/json");
  CHECK(json::parse(reply.body) == json::parse(R"({
    "status": "pass", "service": "auth", "environment": "production",
    "redis": {"connected": true, "latency_ms": 1.25, "endpoint": "app:***@redis.example:6380/0",
              "tls": "TLSv1.3", "pool": {"limit": 8, "open": 3, "idle": 2}}})"));
}

TEST_CASE("a plain connection says that it has no TLS", "[health]") {
  HealthSnapshot snapshot = healthy();
  snapshot.ping.tls_version.clear();
  CHECK(json::parse(redis_health_reply(snapshot).body)["redis"]["tls"].is_null());
}

TEST_CASE("a lost Redis is 503 with category and cause", "[health]") {
  const HttpReply reply = redis_health_reply(broken());
  CHECK(reply.status == 503);
  CHECK(json::parse(reply.body) == json::parse(R"({
    "status": "fail", "service": "auth", "environment": "production",
    "redis": {"connected": false, "latency_ms": null, "endpoint": "app:***@redis.example:6380/0",
              "tls": null, "pool": {"limit": 8, "open": 0, "idle": 0}},
    "category": "connect", "cause": "connection refused"})"));
}

TEST_CASE("a healthy service passes, with the check of Redis inside", "[health]") {
  const HttpReply reply = service_health_reply(healthy());
  CHECK(reply.status == 200);
  CHECK(reply.content_type == "application/health+json");
  CHECK(json::parse(reply.body) == json::parse(R"({
    "status": "pass", "serviceId": "auth", "description": "auth in production",
    "checks": {"redis:responseTime": [{
      "componentId": "app:***@redis.example:6380/0", "componentType": "datastore",
      "observedValue": 1.25, "observedUnit": "ms", "status": "pass",
      "time": "2023-11-14T22:13:20Z"}]}})"));
}

TEST_CASE("a service without Redis fails, and the check's output says why", "[health]") {
  const HttpReply reply = service_health_reply(broken());
  CHECK(reply.status == 503);
  const json body = json::parse(reply.body);
  CHECK(body["status"] == "fail");
  const json check = body["checks"]["redis:responseTime"][0];
  CHECK(check["status"] == "fail");
  CHECK(check["output"] == "connection refused");
  CHECK_FALSE(check.contains("observedValue"));
}

TEST_CASE("a cause of any bytes still gives JSON", "[health]") {
  HealthSnapshot snapshot = broken();
  snapshot.ping.cause = "said \"\xFF\xC3\x28\"\r\n";
  CHECK(json::accept(redis_health_reply(snapshot).body));
  CHECK(json::accept(service_health_reply(snapshot).body));
}

// Health of the running services: up, down with the cause, up again.
#include "support/service.h"

#include "monitoring/support/http.h"
#include "support/catch.h"

#include <chrono>

using nlohmann::json;
using redisconf::test::becomes;
using redisconf::test::contains;
using redisconf::test::development;
using redisconf::test::http_get;
using redisconf::test::plain_redis;
using redisconf::test::secured_redis;
using redisconf::test::Service;
using redisconf::test::Staging;

namespace {

int status_of(const Service& service, const char* path) { return http_get(service.port(), path).status; }

}  // namespace

TEST_CASE("health of each service follows Redis down and up again", "[services][health]") {
  for (const char* const program : {AUTH_PROGRAM, BACKEND_PROGRAM}) {
    CAPTURE(program);
    auto redis = plain_redis();
    const Service service(program, development(redis));
    CHECK(status_of(service, "/health") == 200);
    CHECK(status_of(service, "/health/redis") == 200);

    redis.kill();
    CHECK(becomes(503, service, "/health/redis"));  // monitoring.health_interval: 1 s
    const auto start = std::chrono::steady_clock::now();
    const auto answer = http_get(service.port(), "/health/redis");
    CHECK(std::chrono::steady_clock::now() - start <
          std::chrono::milliseconds(2500));  // timeouts.health: 2 s
    CHECK(answer.status == 503);
    const json body = json::parse(answer.body);
    CHECK(body["status"] == "fail");
    CHECK_FALSE(body["cause"].get<std::string>().empty());
    CHECK(becomes(503, service, "/health"));

    redis.restart();
    CHECK(becomes(200, service, "/health/redis"));
    CHECK(status_of(service, "/health") == 200);
  }
}

TEST_CASE("in staging health shows TLS and hides the password", "[services][health]") {
  const auto redis = secured_redis();
  const Staging staging(redis);
  const Service auth(AUTH_PROGRAM, staging.variables());
  const auto answer = http_get(auth.port(), "/health/redis");
  CHECK(answer.status == 200);
  const json body = json::parse(answer.body);
  CHECK(body["environment"] == "staging");
  CHECK(body["redis"]["tls"] == "TLSv1.3");
  CHECK(body["redis"]["pool"]["limit"] == 2);
  CHECK_THAT(answer.body + http_get(auth.port(), "/health").body, !contains(redisconf::test::kPassword));
}

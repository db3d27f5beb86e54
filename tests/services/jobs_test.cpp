// Figures refreshed in the background by a worker of the backend, and the pages of those jobs.
#include "support/service.h"

#include "monitoring/support/http.h"
#include "support/catch.h"
#include "support/eventually.h"

using nlohmann::json;
using redisconf::test::development;
using redisconf::test::eventually;
using redisconf::test::get_json;
using redisconf::test::http_get;
using redisconf::test::http_post;
using redisconf::test::plain_redis;
using redisconf::test::secured_redis;
using redisconf::test::Service;
using redisconf::test::Staging;

namespace {

std::string refresh(const Service& backend, const std::string& report) {
  const auto answer = http_post(backend.port(), "/analytics/" + report + "/refresh", "");
  REQUIRE(answer.status == 202);
  return json::parse(answer.body)["job"];
}

// Of /health/redis; 0 before it was looked at.
int figure(const Service& service, const char* pointer) {
  return get_json(service, "/health/redis").value(json::json_pointer(pointer), 0);
}

std::string page_of(const std::string& job) { return "/debug/queues/reports/jobs/" + job; }

}  // namespace

TEST_CASE("a figure is computed in the background, and its job has a page", "[services][jobs]") {
  const auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, development(redis));
  const std::string job = refresh(backend, "revenue");
  CHECK(eventually([&] { return get_json(backend, page_of(job))["state"] == "completed"; }));
  CHECK(get_json(backend, "/analytics/revenue")["source"] == "cache");
  CHECK(get_json(backend, "/analytics")["cache"]["computed"] == 0);
  CHECK(http_post(backend.port(), "/analytics/nothing/refresh", "").status == 404);
  CHECK(eventually([&] {
    return figure(backend, "/components/queue/reports/completed") == 1 &&
           figure(backend, "/components/queue/reports/workers") == 1;
  }));
}

TEST_CASE("jobs go on when Redis has come back, and a service that began without it works too",
          "[services][jobs]") {
  auto redis = plain_redis();
  redis.kill();
  const Service backend(BACKEND_PROGRAM, development(redis));
  CHECK(http_post(backend.port(), "/analytics/revenue/refresh", "").status == 503);
  redis.restart();
  CHECK(eventually([&] { return http_get(backend.port(), "/health/redis").status == 200; }));
  const std::string job = refresh(backend, "revenue");
  CHECK(eventually([&] { return get_json(backend, page_of(job))["state"] == "completed"; }));
}

TEST_CASE("staging shows no job without a token, and refuses a server that may drop jobs",
          "[services][jobs]") {
  auto redis = secured_redis();
  const Staging staging(redis);
  {
    const Service backend(BACKEND_PROGRAM, staging.variables());
    CHECK(http_get(backend.port(), page_of(refresh(backend, "revenue"))).status == 404);
  }
  CHECK(redis.command({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"}).as_string() == "OK");
  const auto ended = redisconf::test::run(BACKEND_PROGRAM, {"--port", "0"}, staging.variables());
  CHECK(ended.status == 69);
  CHECK_THAT(ended.errors, redisconf::test::contains("maxmemory-policy allkeys-lru"));
}

TEST_CASE("the auth service tells how its sessions are looked up", "[services][jobs]") {
  const auto redis = plain_redis();
  const Service auth(AUTH_PROGRAM, development(redis));
  const auto created = http_post(auth.port(), "/sessions", R"({"user":"ada"})");
  REQUIRE(created.status == 201);
  CHECK(
      http_get(auth.port(), "/sessions/" + json::parse(created.body)["session"].get<std::string>()).status ==
      200);
  CHECK(http_get(auth.port(), "/sessions/" + std::string(32, '0')).status == 404);
  const std::string metrics = http_get(auth.port(), "/metrics").body;
  for (const char* const line : {R"(redisconf_cache_requests_total{cache="sessions",result="hit"} 1)",
                                 R"(redisconf_cache_requests_total{cache="sessions",result="miss"} 1)",
                                 R"(redisconf_cache_requests_total{cache="sessions",result="write"} 1)"})
    CHECK_THAT(metrics, redisconf::test::contains(line));
  CHECK(eventually([&] { return figure(auth, "/components/cache/sessions/hits") == 1; }));
}

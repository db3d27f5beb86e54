// The figures of running services: promtool reads them, and a real Prometheus scrapes them.
#include "support/prometheus.h"
#include "support/service.h"

#include "monitoring/support/http.h"
#include "support/catch.h"
#include "support/eventually.h"

using redisconf::test::contains;
using redisconf::test::development;
using redisconf::test::eventually;
using redisconf::test::get_json;
using redisconf::test::http_get;
using redisconf::test::http_post;
using redisconf::test::plain_redis;
using redisconf::test::Prometheus;
using redisconf::test::run;
using redisconf::test::send_raw;
using redisconf::test::Service;

TEST_CASE("promtool has nothing to say against the figures", "[services][metrics]") {
  const auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, development(redis));
  static_cast<void>(get_json(backend, "/analytics/revenue"));
  CHECK(http_post(backend.port(), "/analytics/revenue/refresh", "").status == 202);
  CHECK(eventually([&] {  // asked for every second and every five
    const std::string body = http_get(backend.port(), "/metrics").body;
    return body.find("redisconf_jobs{") != std::string::npos &&
           body.find("redisconf_spool_messages{") != std::string::npos &&
           body.find("redisconf_worker_handler_time_seconds_count{queue=\"reports\"} 1\n") !=
               std::string::npos;
  }));
  const auto answer = http_get(backend.port(), "/metrics");
  CHECK_THAT(answer.head, contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
  const redisconf::testing::TemporaryDirectory folder("redisconf-metrics");
  const auto file = folder.write("metrics.txt", answer.body);
  const auto ended = run("/bin/sh", {"-c", "promtool check metrics < " + file.string()},
                         {"PATH=/usr/local/bin:/usr/bin:/bin"});
  CHECK(ended.status == 0);
  CHECK(ended.output + ended.errors == "");
}

TEST_CASE("OpenMetrics ends where it says so", "[services][metrics]") {
  const auto redis = plain_redis();
  const Service auth(AUTH_PROGRAM, development(redis));
  const auto answer = send_raw(auth.port(),
                               "GET /metrics HTTP/1.1\r\nHost: test\r\n"
                               "Accept: application/openmetrics-text; version=1.0.0\r\n\r\n");
  CHECK_THAT(answer.head,
             contains("Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n"));
  CHECK(answer.body.ends_with("\n# EOF\n"));
}

TEST_CASE("monitoring.metrics turns the figures off", "[services][metrics]") {
  const auto redis = plain_redis();
  auto variables = development(redis);
  variables.emplace_back("REDIS_MONITORING_METRICS=false");
  const Service auth(AUTH_PROGRAM, variables);
  CHECK(http_get(auth.port(), "/metrics").status == 404);
}

TEST_CASE("a real Prometheus scrapes the figures", "[services][metrics]") {
  auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, development(redis));
  const Prometheus prometheus(backend.port());
  for (int call = 0; call < 3; ++call) static_cast<void>(get_json(backend, "/analytics/revenue"));

  CHECK(prometheus.becomes("up", 1));
  CHECK(prometheus.becomes(R"(db_client_operation_duration_seconds_count{db_operation_name="GET"} >= bool 3)",
                           1));
  CHECK(prometheus.becomes(
      R"(db_client_operation_duration_seconds_bucket{db_operation_name="GET",le="+Inf"} >= bool 3)", 1));
  CHECK(prometheus.becomes(R"(redisconf_circuitbreaker_state{state="closed"})", 1));
  CHECK(prometheus.becomes(R"(redisconf_health_status{check="redis",status="pass"})", 1));
  CHECK(prometheus.becomes(R"(redisconf_build_info{service="backend",environment="development"})", 1));
  CHECK(prometheus.becomes(R"(redisconf_cache_requests_total{cache="analytics",result="hit"})", 2));
  CHECK(prometheus.becomes(R"(redisconf_queue_workers{queue="reports"})", 1));
  CHECK(prometheus.becomes(R"(redisconf_spool_messages{channel="customers"})", 0));
  redis.kill();
  CHECK(prometheus.becomes(R"(redisconf_health_status{check="redis",status="warn"})", 1));
}

// How the services start, and how they refuse to.
#include "support/service.h"

#include "monitoring/support/http.h"
#include "support/catch.h"

#include <csignal>

using redisconf::test::becomes;
using redisconf::test::contains;
using redisconf::test::development;
using redisconf::test::Ended;
using redisconf::test::http_get;
using redisconf::test::kPassword;
using redisconf::test::plain_redis;
using redisconf::test::run;
using redisconf::test::secured_redis;
using redisconf::test::Service;
using redisconf::test::Staging;

namespace {

struct Named {
  const char* program;
  std::string name;
};

const std::vector<Named> kServices{{AUTH_PROGRAM, "auth"}, {BACKEND_PROGRAM, "backend"}};

Ended start(const std::vector<std::string>& environment) {
  return run(AUTH_PROGRAM, {"--port", "0"}, environment);
}

}  // namespace

TEST_CASE("staging with nothing set stops at once and names everything", "[services][start]") {
  for (const Named& service : kServices) {
    CAPTURE(service.name);
    const Ended ended = run(service.program, {"--port", "0"}, {"ENVIRONMENT=staging"});
    CHECK(ended.status == 78);
    CHECK(ended.output.empty());
    for (const char* const name : {"REDIS_HOST", "REDIS_PASSWORD", "REDIS_CA_CERT",
                                   "schema/redis.yaml environments.production", "3 problems"}) {
      CHECK_THAT(ended.errors, contains(name));
    }
  }
}

TEST_CASE("with the right variables staging starts, says so in one line, and stops with 0",
          "[services][start]") {
  const auto redis = secured_redis();
  const Staging staging(redis);
  for (const Named& service : kServices) {
    for (const int signal : {SIGTERM, SIGINT}) {
      Service running(service.program, staging.variables());
      CHECK(running.line() ==
            service.name + " listening on http://127.0.0.1:" + std::to_string(running.port()));
      CHECK(http_get(running.port(), "/health").status == 200);
      const Ended ended = running.stop(signal);
      CHECK(ended.status == 0);
      CHECK(ended.output.empty());
      CHECK_THAT(ended.errors, contains(service.name + " in staging: :***@127.0.0.1:" +
                                        std::to_string(redis.port()) + "/0, TLS verified by name"));
      CHECK_THAT(ended.errors, !contains(kPassword));
    }
  }
}

TEST_CASE("a wrong password is 69, and neither it nor the right one is shown", "[services][start]") {
  const auto redis = secured_redis();
  const Staging staging(redis);
  staging.write_password("hunter2-hunter2");
  const Ended ended = start(staging.variables());
  CHECK(ended.status == 69);
  CHECK(ended.output.empty());
  CHECK_THAT(ended.errors, contains("REDIS_PASSWORD"));
  CHECK_THAT(ended.errors, !contains("hunter2") && !contains(kPassword));
}

TEST_CASE("a closed port is 69", "[services][start]") {
  auto redis = secured_redis();
  const Staging staging(redis);
  redis.stop();
  const Ended ended = start(staging.variables());
  CHECK(ended.status == 69);
  CHECK(ended.output.empty());
  CHECK_THAT(ended.errors, contains("refused") && contains("REDIS_PORT"));
}

TEST_CASE("a server that proves to be another is 69", "[services][start]") {
  redisconf::testing::RedisServerOptions options;
  options.tls = true;
  options.password = kPassword;
  options.names = {"other.example"};
  const redisconf::testing::RedisServer impostor(options);
  const Ended ended = start(Staging(impostor).variables());
  CHECK(ended.status == 69);
  CHECK(ended.output.empty());
  CHECK_THAT(ended.errors, contains("other.example"));
}

TEST_CASE("a server of another authority is 69", "[services][start]") {
  const auto redis = secured_redis();
  const Staging staging(redis);
  staging.write_authority(redisconf::testing::CertificateAuthority().certificate());
  CHECK(start(staging.variables()).status == 69);
}

TEST_CASE("a locked setting can't be loosened from outside", "[services][start]") {
  const auto redis = secured_redis();
  const Staging staging(redis);
  const Ended ended = start(staging.with("REDIS_TLS_VERIFY=none"));
  CHECK(ended.status == 78);
  CHECK_THAT(ended.errors, contains("REDIS_TLS_VERIFY") && contains("locked"));
}

TEST_CASE("outside of strict environments a service starts without Redis, says so, and heals",
          "[services][start]") {
  auto redis = plain_redis();
  redis.stop();
  Service auth(AUTH_PROGRAM, development(redis));
  CHECK(becomes(503, auth, "/health/redis"));
  redis.restart();
  CHECK(becomes(200, auth, "/health/redis"));
  const Ended ended = auth.stop(SIGTERM);
  CHECK_THAT(ended.errors, contains("auth: starts without Redis, and tries again with each call"));
  CHECK_THAT(ended.errors, contains("connection refused"));
}

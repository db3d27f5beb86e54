// The command lines of the services.
#include "support/service.h"

#include "support/catch.h"

using redisconf::test::contains;
using redisconf::test::development;
using redisconf::test::Ended;
using redisconf::test::plain_redis;
using redisconf::test::run;
using redisconf::test::secured_redis;
using redisconf::test::Service;
using redisconf::test::Staging;

TEST_CASE("help and version go to standard output and need no configuration", "[services][options]") {
  for (const char* const program : {AUTH_PROGRAM, BACKEND_PROGRAM}) {
    const Ended help = run(program, {"--help"}, {"ENVIRONMENT=staging"});
    CHECK(help.status == 0);
    CHECK_THAT(help.output, contains("--port") && contains("_PORT"));
    CHECK(help.errors.empty());
    const Ended version = run(program, {"--version"}, {"ENVIRONMENT=staging"});
    CHECK(version.status == 0);
    CHECK_THAT(version.output, contains("."));
  }
}

TEST_CASE("wrong usage is 64 and goes to standard error", "[services][options]") {
  for (const char* const argument : {"--prot=1", "--port=hunter2", "--address=hunter2", "hunter2"}) {
    const Ended ended = run(AUTH_PROGRAM, {argument}, {});
    CHECK(ended.status == 64);
    CHECK(ended.output.empty());
    CHECK_THAT(ended.errors, contains("--help") && !contains("hunter2"));
  }
}

TEST_CASE("a wrong port variable is 78", "[services][options]") {
  const Ended ended = run(BACKEND_PROGRAM, {}, {"BACKEND_PORT=hunter2"});
  CHECK(ended.status == 78);
  CHECK_THAT(ended.errors, contains("BACKEND_PORT") && !contains("hunter2"));
}

TEST_CASE("a check (--check) describes the configuration without its secrets, and leaves",
          "[services][options]") {
  const auto redis = secured_redis();
  const Ended ended = run(AUTH_PROGRAM, {"--check"}, Staging(redis).variables());
  CHECK(ended.status == 0);
  CHECK_THAT(ended.output, contains("connection.password") && contains("***") &&
                               contains("REDIS_PASSWORD_FILE") && contains("custom.max_login_attempts"));
  CHECK_THAT(ended.output + ended.errors, !contains(redisconf::test::kPassword) && !contains("BEGIN CERT"));
}

TEST_CASE("a check (--check) fails like the start would", "[services][options]") {
  auto redis = secured_redis();
  const Staging staging(redis);
  redis.stop();
  CHECK(run(AUTH_PROGRAM, {"--check"}, staging.variables()).status == 69);
  CHECK(run(AUTH_PROGRAM, {"--check"}, {"ENVIRONMENT=staging"}).status == 78);
}

TEST_CASE("a check (--check) fails without Redis in every environment, and says why", "[services][options]") {
  auto redis = plain_redis();
  redis.stop();
  const Ended ended = run(AUTH_PROGRAM, {"--check"}, development(redis));
  CHECK(ended.status == 69);
  CHECK_THAT(ended.errors, contains("connection refused"));
}

TEST_CASE("a port that is taken is an error that names it", "[services][options]") {
  const auto redis = plain_redis();
  const Service first(AUTH_PROGRAM, development(redis));
  const std::string port = std::to_string(first.port());
  const Ended ended = run(BACKEND_PROGRAM, {"--port", port}, development(redis));
  CHECK(ended.status == 70);
  CHECK(ended.output.empty());
  CHECK_THAT(ended.errors, contains("can't listen on 127.0.0.1:" + port) && contains("in use"));
}

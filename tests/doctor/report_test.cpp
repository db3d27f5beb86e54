#include "report.h"

#include <nlohmann/json.hpp>

#include "support/catch.h"

using redisconf::doctor::Check;
using redisconf::doctor::Report;
using redisconf::doctor::Status;
using redisconf::test::contains;
using namespace std::chrono_literals;

namespace {

Report sample() {
  Report report;
  report.service = "auth";
  report.environment = "production";
  report.endpoint = "app:***@redis.example:6380/0";
  report.summary = "auth in production: redis.example:6380/0, TLS full, user app";
  report.checks = {{"resolve", Status::ok, 1234us, "redis.example is 192.0.2.1", ""},
                   {"tls", Status::failed, 56ms, "the certificate has expired\nissuer  CN = x", "renew it"},
                   {"auth", Status::skipped, std::nullopt, "not reached", ""}};
  return report;
}

}  // namespace

TEST_CASE("the report for people", "[doctor]") {
  CHECK(redisconf::doctor::text_of(sample(), false) ==
        "auth in production: redis.example:6380/0, TLS full, user app\n\n"
        "  ok       resolve             1.2 ms  redis.example is 192.0.2.1\n"
        "  failed   tls                56.0 ms  the certificate has expired\n"
        "                                       issuer  CN = x\n"
        "                                       fix: renew it\n"
        "  skipped  auth                        not reached\n\n"
        "Redis can't be used with this configuration.\n");
}

TEST_CASE("the last line tells what it comes to", "[doctor]") {
  Report report = sample();
  report.checks[1].status = Status::warning;
  CHECK_THAT(text_of(report, false), contains("\n\nRedis answers; 1 warning.\n"));
  report.checks[1].status = Status::ok;
  CHECK_THAT(text_of(report, false), contains("\n\nAll is well.\n"));
}

TEST_CASE("colour is only in the status", "[doctor]") {
  const std::string text = redisconf::doctor::text_of(sample(), true);
  CHECK_THAT(text, contains("\x1b[31mfailed   \x1b[0mtls"));
  CHECK(redisconf::doctor::text_of(sample(), false).find('\x1b') == std::string::npos);
}

TEST_CASE("the report for programs", "[doctor]") {
  Report report = sample();
  report.certificate = {"CN = redis.example", "CN = x", {}, std::chrono::system_clock::time_point(24h)};
  const auto json = nlohmann::json::parse(redisconf::doctor::json_of(report));
  CHECK(json["service"] == "auth");
  CHECK(json["environment"] == "production");
  CHECK(json["endpoint"] == "app:***@redis.example:6380/0");
  CHECK(json["status"] == "failed");
  CHECK(json["certificate"]["not_after"] == "1970-01-02 00:00 UTC");
  CHECK(json["checks"].size() == 3);
  CHECK(json["checks"][0]["milliseconds"] == 1.234);
  CHECK(json["checks"][1]["fix"] == "renew it");
  CHECK_FALSE(json["checks"][2].contains("milliseconds"));
}

TEST_CASE("bytes that are no UTF-8 do not break the JSON", "[doctor]") {
  Report report = sample();
  report.checks[0].detail = "\xff\xfe \"quoted\"\n";
  CHECK(nlohmann::json::accept(redisconf::doctor::json_of(report)));
}

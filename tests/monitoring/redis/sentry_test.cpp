// Events on their way to a real HTTP server.
#include "sentry_endpoint.h"
#include "shop.h"

#include <redisconf/client/client.h>
#include <redisconf/config/errors.h>
#include <redisconf/monitoring/sentry.h>
#include <redisconf/testing/inputs.h>

#include "support/catch.h"

#include <nlohmann/json.hpp>

using nlohmann::json;
using redisconf::Sentry;
using redisconf::SentryLevel;
using redisconf::test::contains;
using redisconf::test::SentryEndpoint;
using redisconf::test::ShopConfig;

namespace {

constexpr std::chrono::seconds kPatience{20};
constexpr auto kKey = "0123456789abcdef0123456789abcdef";

ShopConfig config_with(const std::string& dsn) {
  auto inputs = redisconf::testing::inputs_for("development");
  inputs.set("REDIS_MONITORING_SENTRY_DSN", dsn);
  return ShopConfig(inputs);
}

// The event of an envelope, whose framing is checked.
json event_of(const std::string& envelope) {
  const auto first = envelope.find('\n');
  const auto second = envelope.find('\n', first + 1);
  const json header = json::parse(envelope.substr(0, first));
  const json item = json::parse(envelope.substr(first + 1, second - first - 1));
  const auto length = item["length"].get<std::size_t>();
  CHECK(item["type"] == "event");
  CHECK(envelope.size() == second + 1 + length + 1);
  json event = json::parse(envelope.substr(second + 1, length));
  CHECK(header["event_id"] == event["event_id"]);
  CHECK_FALSE(header.contains("dsn"));
  return event;
}

}  // namespace

TEST_CASE("an event reaches the endpoint of its project", "[sentry]") {
  const SentryEndpoint endpoint;
  Sentry sentry(config_with(endpoint.dsn(kKey)), {.release = "1.2.0"});
  REQUIRE(Sentry::available());
  sentry.capture(SentryLevel::error, "report_failed", "a report could not be built", {{"report", "revenue"}});
  sentry.close(kPatience);
  const auto received = endpoint.received();
  REQUIRE(received.size() == 1);
  CHECK(received[0].path == "/api/42/envelope/");
  CHECK(received[0].content_type == "application/x-sentry-envelope");
  CHECK_THAT(received[0].auth, contains("Sentry sentry_version=7"));
  CHECK_THAT(received[0].auth, contains(std::string("sentry_key=") + kKey));
  const json event = event_of(received[0].body);
  CHECK(event["release"] == "shop@1.2.0");
  CHECK(event["tags"]["event"] == "report_failed");
  CHECK(event["extra"]["report"] == "revenue");
  CHECK_THAT(received[0].body, !contains(kKey));
  CHECK(sentry.stats().sent == 1);
}

TEST_CASE("TLS is verified, also against an authority of one's own", "[sentry]") {
  const SentryEndpoint endpoint({200, "", ""}, SentryEndpoint::Security::tls);
  Sentry trusting(config_with(endpoint.dsn(kKey)), {.ca_file = endpoint.ca_file()});
  trusting.capture(SentryLevel::error, "e", "m");
  trusting.close(kPatience);
  CHECK(trusting.stats().sent == 1);
  CHECK(endpoint.received().size() == 1);

  Sentry strange(config_with(endpoint.dsn(kKey)));
  strange.capture(SentryLevel::error, "e", "m");
  strange.close(std::chrono::milliseconds(500));  // the next try would come after five seconds
  CHECK(strange.stats().sent == 0);
  CHECK(strange.stats().left_out == 1);
  CHECK(endpoint.received().size() == 1);
}

TEST_CASE("429 with Retry-After silences", "[sentry]") {
  const SentryEndpoint endpoint({429, "3600", ""});
  Sentry sentry(config_with(endpoint.dsn(kKey)));
  for (int count = 0; count < 4; ++count) sentry.capture(SentryLevel::error, "e", "m");
  sentry.close(kPatience);
  CHECK(endpoint.received().size() == 1);
  CHECK(sentry.stats().left_out == 4);
}

TEST_CASE("a limit that comes with success silences from then on", "[sentry]") {
  const SentryEndpoint endpoint({200, "", "3600:error:organization"});
  Sentry sentry(config_with(endpoint.dsn(kKey)));
  for (int count = 0; count < 4; ++count) sentry.capture(SentryLevel::error, "e", "m");
  sentry.close(kPatience);
  CHECK(endpoint.received().size() == 1);
  CHECK(sentry.stats().sent == 1);
}

TEST_CASE("413 leaves that event out and sends the next", "[sentry]") {
  const SentryEndpoint endpoint({413, "", ""});
  Sentry sentry(config_with(endpoint.dsn(kKey)));
  for (int count = 0; count < 3; ++count) sentry.capture(SentryLevel::error, "e", "m");
  sentry.close(kPatience);
  CHECK(endpoint.received().size() == 3);
  CHECK(sentry.stats().left_out == 3);
}

TEST_CASE("what a client meets is sent with its cause", "[sentry][redis]") {
  const SentryEndpoint endpoint;
  redisconf::testing::RedisServer server;
  auto inputs = redisconf::testing::inputs_for(server, "development");
  inputs.set("REDIS_MONITORING_SENTRY_DSN", endpoint.dsn(kKey));
  const ShopConfig config(inputs);
  redisconf::Client client(config);
  Sentry sentry(config);
  client.add_listener(sentry.listener());
  client.set("key-of-mine", "value-of-mine");
  server.kill();
  CHECK_THROWS(static_cast<void>(client.get("key-of-mine")));
  sentry.close(kPatience);
  const auto received = endpoint.received();
  REQUIRE_FALSE(received.empty());
  for (const auto& each : received) {
    const json event = event_of(each.body);
    CHECK(event["level"] != "info");
    CHECK(event["extra"]["endpoint"] == "127.0.0.1:" + std::to_string(server.port()) + "/0");
    CHECK_THAT(each.body, !contains("key-of-mine") && !contains("value-of-mine"));
  }
}

TEST_CASE("an address that is none is told without its text", "[sentry]") {
  CHECK_THROWS_AS(Sentry(config_with("hunter2-hunter2")), redisconf::ConfigurationError);
  CHECK_THROWS_WITH(Sentry(config_with("hunter2-hunter2")),
                    contains("monitoring.sentry_dsn") && !contains("hunter2"));
}

// No answer, no line and no envelope shows a secret, whatever happens to Redis.
#include "sentry_endpoint.h"
#include "shop.h"

#include <redisconf/monitoring/monitor.h>
#include <redisconf/testing/canary.h>
#include <redisconf/testing/inputs.h>

#include "support/catch.h"

#include <mutex>
#include <string>
#include <thread>

using redisconf::Client;
using redisconf::HttpRequest;
using redisconf::Monitor;
using redisconf::test::SentryEndpoint;
using redisconf::test::ShopConfig;
using redisconf::testing::Canary;

namespace {

// All that a monitor lets out.
class Output {
 public:
  void add(std::string_view text) {
    const std::lock_guard lock(mutex_);
    text_.append(text).append("\n");
  }
  [[nodiscard]] std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_;
  std::string text_;
};

void ask_everything(Monitor& monitor, const std::string& token, Output& output) {
  for (const char* const path : {"/health", "/health/live", "/health/started", "/health/ready",
                                 "/health/redis", "/metrics", "/debug/redis-config", "/debug/redis-test"}) {
    for (const std::string& authorization : {std::string(), "Bearer " + token}) {
      for (const char* const query : {"", "format=microprofile"}) {
        const auto reply = monitor.handle({.method = "GET",
                                           .path = path,
                                           .query = query,
                                           .accept = "application/openmetrics-text",
                                           .authorization = authorization,
                                           .peer = "127.0.0.1"});
        REQUIRE(reply.has_value());
        output.add(reply->body);
        for (const auto& [name, value] : reply->headers) output.add(name + value);
      }
    }
  }
}

template <class Holds>
void wait_until(const Holds& holds) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!holds() && std::chrono::steady_clock::now() < give_up)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK(holds());
}

// Healthy, killed, back with another password: with all that a monitor can tell.
std::string tell_all(const Canary& canary, const std::string& sentry_key, const char* log_format) {
  Output output;
  const SentryEndpoint endpoint;
  redisconf::testing::RedisServerOptions options;
  options.password = canary.secret(1);
  redisconf::testing::RedisServer server(options);
  auto inputs = redisconf::testing::inputs_for(server, "development");
  inputs.set("REDIS_MONITORING_DEBUG_TOKEN", canary.secret(2));
  inputs.set("REDIS_MONITORING_SENTRY_DSN", endpoint.dsn(sentry_key));
  inputs.set("REDIS_MONITORING_EMF_NAMESPACE", "Shop/Redis");
  inputs.set("REDIS_MONITORING_LOG_FORMAT", log_format);
  const auto add = [&output](std::string_view line) { output.add(line); };
  Client client{ShopConfig(inputs)};
  {
    Monitor monitor(client, {.version = "1.2.0", .log = add, .figures = add});
    monitor.health().add_component("cache", "talkative", [&canary]() -> redisconf::HealthReport {
      return {.status = redisconf::HealthStatus::warn, .output = "AUTH " + canary.secret(1)};
    });
    client.set("some-key", "some-value");
    wait_until([&] { return monitor.health().state().connected; });
    ask_everything(monitor, canary.secret(2), output);

    server.kill();
    wait_until([&] { return !monitor.health().state().connected; });
    CHECK_THROWS(static_cast<void>(client.get("some-key")));
    ask_everything(monitor, canary.secret(2), output);

    server.restart();
    wait_until([&] { return monitor.health().state().connected; });
    static_cast<void>(server.command({"CONFIG", "SET", "requirepass", canary.secret(3)}));
    server.kill();
    wait_until([&] { return !monitor.health().state().connected; });
    ask_everything(monitor, canary.secret(2), output);
  }
  const auto received = endpoint.received();
  CHECK_FALSE(received.empty());
  for (const auto& each : received) output.add(each.body);
  return output.text();
}

}  // namespace

TEST_CASE("no answer, line or envelope shows a secret", "[canary][redis]") {
  Canary canary(4);
  const std::string key = "c4n4ry0123456789abcdef0123456789";
  canary.watch(key);
  for (const char* const format : {"text", "json"}) {
    const std::string told = tell_all(canary, key, format);
    CHECK(told.find("connecting_failed") != std::string::npos);    // of the log
    CHECK(told.find("CloudWatchMetrics") != std::string::npos);    // of the figures
    CHECK(told.find("sent_at") != std::string::npos);              // of an envelope
    CHECK(told.find("connection.password") != std::string::npos);  // of the debug endpoint
    CHECK(told.find("some-key") == std::string::npos);
    CHECK(told.find("some-value") == std::string::npos);
    CHECK(canary.report(told) == "");
  }
}

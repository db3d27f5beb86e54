// No answer, no line and no envelope shows a secret, whatever happens to Redis.
#include "sentry_endpoint.h"
#include "shop.h"

#include <redisconf/monitoring/monitor.h>
#include <redisconf/monitoring/publisher_monitoring.h>
#include <redisconf/monitoring/queue_monitoring.h>
#include <redisconf/testing/canary.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/temporary_directory.h>

#include "support/catch.h"
#include "support/eventually.h"

#include <mutex>
#include <string>

using redisconf::Client;
using redisconf::HttpRequest;
using redisconf::Monitor;
using redisconf::queue::DoNotRetry;
using redisconf::queue::Job;
using redisconf::queue::JobState;
using redisconf::queue::Queue;
using redisconf::queue::Worker;
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

void ask_everything(Monitor& monitor, const std::string& token, const std::string& job, Output& output) {
  for (const std::string& path :
       {std::string("/health"), std::string("/health/live"), std::string("/health/started"),
        std::string("/health/ready"), std::string("/health/redis"), std::string("/metrics"),
        std::string("/debug/redis-config"), std::string("/debug/redis-test"),
        "/debug/queues/reports/jobs/" + job}) {
    for (const std::string& authorization : {std::string(), "Bearer " + token}) {
      for (const char* const query : {"", "format=microprofile", "payload=show"}) {
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
  CHECK(redisconf::test::eventually(holds));
}

redisconf::QueueSettings reports() {
  redisconf::QueueSettings settings;
  settings.name = "reports";
  settings.key_prefix = "{shop:reports}:";
  return settings;
}

redisconf::ChannelSettings news(const redisconf::testing::TemporaryDirectory& folder) {
  redisconf::ChannelSettings channel;
  channel.name = "news";
  channel.key = "shop:news";
  channel.spool_bytes = 1 << 20;
  channel.directory = folder.path() / "spool";
  return channel;
}

// A job that is dead: its payload and its error hold the password.
std::string bury_talkative_job(Client& client, Queue& queue, const std::string& password) {
  const std::string id = queue.enqueue("AUTH " + password);
  const Worker worker(client, reports(), [&](Job&) { throw DoNotRetry("refused: " + password); });
  wait_until([&] { return queue.status(id).state == JobState::dead; });
  return id;
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
  const redisconf::testing::TemporaryDirectory folder("redisconf-canary");
  Queue queue(client, reports());
  redisconf::Publisher publisher(client, news(folder));
  const std::string job = bury_talkative_job(client, queue, canary.secret(1));
  {
    Monitor monitor(client, {.version = "1.2.0", .log = add, .figures = add});
    monitor.health().add_component("cache", "talkative", [&canary]() -> redisconf::HealthReport {
      return {.status = redisconf::HealthStatus::warn, .output = "AUTH " + canary.secret(1)};
    });
    redisconf::watch_queue(monitor, queue, {}, std::chrono::milliseconds(1));
    redisconf::watch_publisher(
        monitor, news(folder), [&] { return publisher.stats(); }, std::chrono::milliseconds(1));
    client.set("some-key", "some-value");
    wait_until([&] { return monitor.health().state().connected; });
    wait_until(
        [&] { return monitor.metrics().exposition().body.find("redisconf_jobs{") != std::string::npos; });
    ask_everything(monitor, canary.secret(2), job, output);

    server.kill();
    wait_until([&] { return !monitor.health().state().connected; });
    CHECK_THROWS(static_cast<void>(client.get("some-key")));
    ask_everything(monitor, canary.secret(2), job, output);

    server.restart();
    wait_until([&] { return monitor.health().state().connected; });
    static_cast<void>(server.command({"CONFIG", "SET", "requirepass", canary.secret(3)}));
    server.kill();
    wait_until([&] { return !monitor.health().state().connected; });
    ask_everything(monitor, canary.secret(2), job, output);
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
    CHECK(told.find("redisconf_jobs{") != std::string::npos);      // of a queue
    CHECK(told.find("refused: ***") != std::string::npos);         // of a job's page
    CHECK(told.find("some-key") == std::string::npos);
    CHECK(told.find("some-value") == std::string::npos);
    CHECK(canary.report(told) == "");
  }
}

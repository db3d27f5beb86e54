// Queues and publishers under a monitor, with a real server that leaves and comes back.
#include "shop.h"

#include "support/catch.h"
#include "support/eventually.h"
#include "support/in_child.h"

#include <redisconf/monitoring/publisher_monitoring.h>
#include <redisconf/monitoring/queue_monitoring.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/temporary_directory.h>

#include <nlohmann/json.hpp>

#include <atomic>
#include <optional>
#include <stdexcept>

using namespace std::chrono_literals;
using nlohmann::json;
using redisconf::Client;
using redisconf::HttpReply;
using redisconf::Monitor;
using redisconf::QueueSettings;
using redisconf::queue::DoNotRetry;
using redisconf::queue::Job;
using redisconf::queue::JobState;
using redisconf::queue::Queue;
using redisconf::queue::Worker;
using redisconf::test::contains;
using redisconf::test::eventually;
using redisconf::test::holds_in_child;
using redisconf::test::ShopConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;
using redisconf::testing::TemporaryDirectory;

namespace {

QueueSettings reports() {
  QueueSettings settings;
  settings.name = "reports";
  settings.key_prefix = "{shop:reports}:";
  settings.priorities = 2;
  return settings;
}

HttpReply get(Monitor& monitor, const std::string& path, const std::string& query = {},
              const std::string& authorization = {}) {
  auto reply = monitor.handle(
      {.method = "GET", .path = path, .query = query, .authorization = authorization, .peer = "127.0.0.1"});
  REQUIRE(reply.has_value());
  return std::move(*reply);
}

bool tells(Monitor& monitor, const std::string& line) {
  return get(monitor, "/metrics").body.find(line + "\n") != std::string::npos;
}

std::string page_of(const std::string& id) { return "/debug/queues/reports/jobs/" + id; }

}  // namespace

TEST_CASE("a queue's figures are in health and metrics, and absent while Redis is away", "[queue][redis]") {
  RedisServer server;
  Client client{ShopConfig(server)};
  Queue queue(client, reports());
  queue.enqueue("a");
  queue.enqueue("b", {.priority = 1});
  Monitor monitor(client, {.log = [](std::string_view) {}});
  redisconf::watch_queue(monitor, queue, {}, 1ms);
  CHECK(eventually([&] { return tells(monitor, R"(redisconf_jobs{queue="reports",state="waiting"} 2)"); }));
  CHECK(tells(monitor, R"(redisconf_queue_depth{queue="reports",priority="1"} 1)"));
  CHECK(eventually([&] {
    const json component = json::parse(get(monitor, "/health/redis").body)
                               .value(json::json_pointer("/components/queue/reports"), json());
    return component.is_object() && component["status"] == "warn" && component.value("waiting", 0) == 2;
  }));

  server.kill();
  CHECK(eventually([&] { return !tells(monitor, R"(redisconf_jobs{queue="reports",state="waiting"} 2)"); }));
  CHECK_THAT(get(monitor, "/metrics").body, !contains("redisconf_jobs"));
  server.restart();
  CHECK(eventually([&] { return tells(monitor, R"(redisconf_jobs{queue="reports",state="waiting"} 0)"); }));
}

TEST_CASE("a worker's figures are there with and without Redis", "[queue][redis]") {
  RedisServer server;
  Client client{ShopConfig(server)};
  Queue queue(client, reports());
  Worker worker(client, reports(), [](Job&) {});
  Monitor monitor(client, {.log = [](std::string_view) {}});
  redisconf::watch_queue(
      monitor, queue, [&] { return worker.stats(); }, 1ms);
  queue.enqueue("a");
  const std::string count = R"(redisconf_worker_handler_time_seconds_count{queue="reports"} 1)";
  CHECK(eventually([&] { return tells(monitor, count); }));
  server.kill();
  CHECK(eventually([&] { return !monitor.health().state().connected; }));
  CHECK(tells(monitor, count));
}

TEST_CASE("no answer waits for figures of a server that is frozen", "[queue][redis]") {
  RedisServer server;
  Client client{ShopConfig(server)};
  Queue queue(client, reports());
  Monitor monitor(client, {.log = [](std::string_view) {}});
  std::atomic<int> asked{0};
  std::atomic<int> answered{0};
  monitor.every(1ms, [&] {
    ++asked;
    static_cast<void>(queue.stats());
    ++answered;
  });
  redisconf::watch_queue(monitor, queue, {}, 1ms);
  CHECK(eventually([&] { return tells(monitor, R"(redisconf_jobs{queue="reports",state="waiting"} 0)"); }));
  server.freeze();
  CHECK(eventually([&] { return asked > answered; }));
  // The thread waits for Redis; these answer while it does.
  CHECK(get(monitor, "/health/live").status == 200);
  CHECK(get(monitor, "/metrics").status == 200);
  server.resume();
  CHECK(eventually([&, before = answered.load()] { return answered > before; }));
}

TEST_CASE("a spool's figures are in health and metrics", "[publisher][redis]") {
  RedisServer server;
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TIMEOUTS_COMMAND", "1s");
  Client client{ShopConfig(inputs)};
  const TemporaryDirectory folder("redisconf-watch");
  redisconf::ChannelSettings channel;
  channel.name = "news";
  channel.key = "shop:news";
  channel.spool_bytes = 1 << 20;
  channel.directory = folder.path() / "spool";
  redisconf::Publisher publisher(client, channel);
  Monitor monitor(client, {.log = [](std::string_view) {}});
  redisconf::watch_publisher(
      monitor, channel, [&] { return publisher.stats(); }, 1ms);
  publisher.publish("one");
  CHECK(eventually([&] {
    return tells(monitor, R"(redisconf_publisher_messages_total{channel="news",result="sent"} 1)");
  }));
  server.kill();
  publisher.publish("two");
  CHECK(eventually([&] { return tells(monitor, R"(redisconf_spool_messages{channel="news"} 1)"); }));
  CHECK(eventually([&] {
    const json body = json::parse(get(monitor, "/health").body);
    return body["checks"].contains("publisher:news") && get(monitor, "/health/redis").status == 503;
  }));
  server.restart();
  CHECK(eventually([&] { return tells(monitor, R"(redisconf_spool_messages{channel="news"} 0)"); }));
  CHECK(eventually([&] { return tells(monitor, R"(redisconf_spool_replayed_total{channel="news"} 1)"); }));
}

TEST_CASE("a job's page tells how it stands, and hides its payload unless asked", "[debug][redis]") {
  const RedisServer server;
  Client client{ShopConfig(server)};
  Queue queue(client, reports());
  Monitor monitor(client, {.log = [](std::string_view) {}});
  redisconf::watch_queue(monitor, queue, {}, 1ms);
  const std::string waiting = queue.enqueue("of customer 7");
  const HttpReply reply = get(monitor, page_of(waiting));
  CHECK(reply.status == 200);
  CHECK(json::parse(reply.body) == json::parse(R"({"queue": "reports", "id": ")" + waiting + R"(",
    "state": "waiting", "failures": 0, "crashes": 0, "progress": null, "error": null, "payload_bytes": 13,
    "payload": "***"})"));
  CHECK(json::parse(get(monitor, page_of(waiting), "payload=show").body)["payload"] == "of customer 7");
  const std::string delayed = queue.enqueue("later", {.delay = 1h});
  CHECK(json::parse(get(monitor, page_of(delayed)).body).contains("due"));

  const Worker worker(client, reports(), [](Job&) { throw DoNotRetry("no such customer"); });
  CHECK(eventually([&] { return queue.status(waiting).state == JobState::dead; }));
  const json dead = json::parse(get(monitor, page_of(waiting)).body);
  CHECK(dead["state"] == "dead");
  CHECK(dead["failures"] == 1);
  CHECK(dead["error"] == "no such customer");
  CHECK(dead.contains("died"));
}

TEST_CASE("a page of nothing is 404, and one without Redis tells why", "[debug][redis]") {
  RedisServer server;
  Client client{ShopConfig(server)};
  Queue queue(client, reports());
  Monitor monitor(client, {.log = [](std::string_view) {}});
  redisconf::watch_queue(monitor, queue);
  const std::string id = queue.enqueue("a");
  CHECK(get(monitor, page_of("0-1-1")).status == 404);
  CHECK(get(monitor, "/debug/queues/others/jobs/" + id).status == 404);
  CHECK(get(monitor, "/debug/queues/reports").status == 404);
  server.kill();
  const HttpReply away = get(monitor, page_of(id));
  CHECK(away.status == 503);
  CHECK_FALSE(json::parse(away.body)["error"]["cause"].get<std::string>().empty());
}

TEST_CASE("a job's page is guarded as the other debug endpoints are", "[debug][redis]") {
  const RedisServer server;
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_MONITORING_DEBUG_TOKEN", "correct-horse-battery");
  Client client{ShopConfig(inputs)};
  Queue queue(client, reports());
  Monitor monitor(client, {.log = [](std::string_view) {}});
  redisconf::watch_queue(monitor, queue);
  const std::string id = queue.enqueue("a");
  CHECK(get(monitor, page_of(id)).status == 401);
  CHECK(get(monitor, page_of(id), {}, "Bearer correct-horse-batterz").status == 401);
  CHECK(get(monitor, page_of(id), {}, "Bearer correct-horse-battery").status == 200);
}

TEST_CASE("strict environments without a token show no job", "[debug][redis]") {
  const RedisServer server({.tls = true, .password = "hunter2-hunter2"});
  Client client{ShopConfig(inputs_for(server, "production", redisconf::testing::Strictness::strict))};
  Queue queue(client, reports());
  Monitor monitor(client, {.log = [](std::string_view) {}});
  redisconf::watch_queue(monitor, queue);
  CHECK(get(monitor, page_of(queue.enqueue("a"))).status == 404);
}

TEST_CASE("close() ends what every() began, and nothing begins after it", "[redis]") {
  const RedisServer server;
  Client client{ShopConfig(server)};
  Monitor monitor(client, {.log = [](std::string_view) {}});
  std::atomic<int> calls{0};
  monitor.every(1ms, [&] {
    ++calls;
    throw std::runtime_error("dropped");
  });
  CHECK(eventually([&] { return calls > 3; }));
  monitor.close();
  const int before = calls;
  monitor.every(1ms, [&] { ++calls; });
  CHECK(calls == before);
}

TEST_CASE("a child of fork() ends the monitor it inherited at once; the parent's goes on", "[redis]") {
  const RedisServer server;
  Client client{ShopConfig(server)};
  std::atomic<int> calls{0};
  std::optional<Monitor> monitor(std::in_place, client,
                                 redisconf::MonitorOptions{.log = [](std::string_view) {}});
  monitor->every(1ms, [&] { ++calls; });
  CHECK(holds_in_child([&] {
    monitor->close();
    monitor.reset();
    return true;
  }));
  const int before = calls;
  CHECK(eventually([&] { return calls > before; }));
  CHECK(get(*monitor, "/health/live").status == 200);
}

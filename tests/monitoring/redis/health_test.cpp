// Health against a real server.
#include "shop.h"

#include <redisconf/monitoring/health.h>
#include <redisconf/testing/inputs.h>

#include "support/catch.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <stdexcept>
#include <thread>

using nlohmann::json;
using redisconf::Client;
using redisconf::Health;
using redisconf::HealthReport;
using redisconf::HealthStatus;
using redisconf::HttpReply;
using redisconf::test::contains;
using redisconf::test::server_with_password;
using redisconf::test::server_with_tls;
using redisconf::test::ShopConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;

namespace {

// Asks until it is so; the back-off between dials is at most 100 ms.
template <class Ask, class Holds>
HttpReply once(const Ask& ask, const Holds& holds) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  HttpReply reply = ask();
  while (!holds(reply) && std::chrono::steady_clock::now() < give_up) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    reply = ask();
  }
  return reply;
}

HttpReply redis_once_it_is(int status, Health& health) {
  return once([&] { return health.redis(); }, [&](const HttpReply& reply) { return reply.status == status; });
}

}  // namespace

TEST_CASE("health follows the server down and up again", "[health][redis]") {
  RedisServer server = server_with_password();
  Client client{ShopConfig(server)};
  Health health(client, "1.2.0");

  const json pass = json::parse(redis_once_it_is(200, health).body);
  CHECK(pass["status"] == "ok");
  CHECK(pass["connection_status"]["connected"] == true);
  CHECK(pass["connection_status"]["latency_ms"].get<double>() > 0);
  CHECK(pass["connection_status"]["endpoint"] == ":***@127.0.0.1:" + std::to_string(server.port()) + "/0");
  CHECK(pass["ssl_status"] == json{{"enabled", false}, {"version", nullptr}, {"verify", nullptr}});
  CHECK(pass["memory"]["used_bytes"].get<long long>() > 0);
  CHECK(pass["memory"]["eviction"] == "noeviction");
  CHECK(health.service().status == 200);
  CHECK(health.ready().status == 200);
  CHECK(json::parse(health.service().body)["version"] == "1.2.0");

  server.kill();
  const HttpReply fail = redis_once_it_is(500, health);
  CHECK(fail.status == 500);
  CHECK(json::parse(fail.body)["connection_status"]["connected"] == false);
  CHECK_FALSE(json::parse(fail.body)["connection_status"]["cause"].get<std::string>().empty());
  CHECK(json::parse(fail.body)["memory"]["used_bytes"].get<long long>() > 0);  // the last that was known
  CHECK_THAT(fail.body, !contains("battery"));
  CHECK(health.service().status == 503);
  CHECK(health.ready().status == 503);
  CHECK(health.live().status == 200);
  CHECK(health.started().status == 200);
  CHECK(health.state().redis == HealthStatus::fail);

  server.restart();
  CHECK(redis_once_it_is(200, health).status == 200);
  CHECK(health.state().connected);
}

TEST_CASE("with a fallback a lost server degrades and the service goes on", "[health][redis]") {
  RedisServer server;
  redisconf::Inputs inputs = inputs_for(server, "development");
  inputs.set("REDIS_FALLBACK_MODE", "memory");
  Client client{ShopConfig(inputs)};
  Health health(client);
  CHECK(redis_once_it_is(200, health).status == 200);
  server.kill();
  CHECK(json::parse(redis_once_it_is(503, health).body)["mode"] == "memory");
  CHECK(health.service().status == 200);
  CHECK(json::parse(health.service().body)["status"] == "warn");
  CHECK(health.ready().status == 200);
}

TEST_CASE("health tells the version of TLS", "[health][redis]") {
  const RedisServer server = server_with_tls();
  Client client{ShopConfig(server)};
  Health health(client);
  const json body = json::parse(redis_once_it_is(200, health).body);
  CHECK(body["ssl_status"] == json{{"enabled", true}, {"version", "TLSv1.3"}, {"verify", "full"}});
}

TEST_CASE("a frozen server fails its health, and passes when it goes on", "[health][redis]") {
  RedisServer server;
  Client client{ShopConfig(server)};
  Health health(client);
  CHECK(redis_once_it_is(200, health).status == 200);
  server.freeze();
  const HttpReply reply = redis_once_it_is(500, health);
  CHECK(reply.status == 500);
  CHECK(json::parse(reply.body)["connection_status"]["category"] == "timeout");
  CHECK(health.live().status == 200);
  server.resume();
  CHECK(redis_once_it_is(200, health).status == 200);
}

TEST_CASE("a strict service has started when Redis was there once", "[health][redis]") {
  redisconf::testing::RedisServerOptions options;
  options.tls = true;
  options.password = redisconf::test::kShopPassword;
  RedisServer server(options);
  const ShopConfig config(inputs_for(server, "production", redisconf::testing::Strictness::strict));
  server.stop();
  Client client{config};
  Health health(client);
  CHECK(redis_once_it_is(500, health).status == 500);
  CHECK(health.started().status == 503);
  server.restart();
  CHECK(redis_once_it_is(200, health).status == 200);
  CHECK(health.started().status == 200);
  server.stop();
  CHECK(redis_once_it_is(500, health).status == 500);
  CHECK(health.started().status == 200);
}

TEST_CASE("a wrong password fails the health check and is not shown", "[health][redis]") {
  const RedisServer server = server_with_password();
  redisconf::Inputs inputs = inputs_for(server, "development");
  inputs.set("REDIS_PASSWORD", "hunter2-hunter2");
  Client client{ShopConfig(inputs)};
  Health health(client);
  const HttpReply reply = redis_once_it_is(500, health);
  CHECK(json::parse(reply.body)["connection_status"]["category"] == "auth");
  CHECK_THAT(reply.body + health.service().body, !contains("hunter2") && !contains("battery"));
}

TEST_CASE("a user who may not see the memory is healthy all the same", "[health][redis]") {
  redisconf::testing::RedisServerOptions options;
  options.users = {"app on >correct-horse-battery ~* &* +@all -info"};
  const RedisServer server(options);
  redisconf::Inputs inputs = inputs_for(server, "development");
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD", redisconf::test::kShopPassword);
  Client client{ShopConfig(inputs)};
  Health health(client);
  const json body = json::parse(redis_once_it_is(200, health).body);
  CHECK_THAT(body["memory"]["missing"].get<std::string>(), contains("NOPERM"));
}

TEST_CASE("components are asked behind, masked, and their faults caught", "[health][redis]") {
  const RedisServer server = server_with_password();
  Client client{ShopConfig(server)};
  Health health(client);
  std::atomic<bool> throws = false;
  health.add_component("cache", "figures", [&]() -> HealthReport {
    if (throws) throw std::runtime_error("correct-horse-battery");
    return {
        .status = HealthStatus::warn, .output = "it said correct-horse-battery", .figures = {{"hits", 7}}};
  });
  const auto has_component = [](const HttpReply& reply) {
    return json::parse(reply.body)["checks"].size() == 3;
  };
  const HttpReply reply = once([&] { return health.service(); }, has_component);
  CHECK(reply.status == 200);
  const json check = json::parse(reply.body)["checks"]["cache:figures"][0];
  CHECK(check["status"] == "warn");
  CHECK(check["hits"] == 7);
  CHECK_THAT(reply.body, !contains("battery"));

  throws = true;
  const HttpReply failed =
      once([&] { return health.service(); }, [](const HttpReply& now) { return now.status == 503; });
  CHECK(failed.status == 503);
  CHECK_THAT(failed.body, !contains("battery"));
  CHECK(health.redis().status == 200);

  health.close();
  throws = false;
  const std::string last = health.service().body;
  CHECK(json::parse(last)["checks"]["cache:figures"][0]["status"] == "fail");
  CHECK(health.service().body == last);
}

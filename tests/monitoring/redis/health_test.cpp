// Health against a real server.
#include <redisconf/config/generated.h>
#include <redisconf/monitoring/health.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/redis_server.h>

#include "support/catch.h"

#include <nlohmann/json.hpp>

#include <array>
#include <thread>

using nlohmann::json;
using redisconf::Client;
using redisconf::Health;
using redisconf::HttpReply;
using redisconf::test::contains;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;

namespace {

namespace generated = redisconf::generated;

constexpr std::array<const char*, 1> kVariables{"ENVIRONMENT"};
constexpr std::array kValues{
    generated::Value{"connection.host", generated::variable("REDIS_HOST"), "schema"},
    generated::Value{"retry.max_backoff", generated::literal("100ms"), "schema"},
    generated::Value{"timeouts.health", generated::literal("1s"), "schema"},
    generated::Value{"monitoring.health_interval", generated::literal("1ms"), "schema"}};
constexpr std::array kEnvironments{generated::Environment{"development", "schema", false, nullptr, kValues}};
constexpr generated::Schema kSchema{.service = "shop",
                                    .key_prefix = "shop:",
                                    .variable_prefix = "SHOP_",
                                    .entry = "schema",
                                    .detection_variables = kVariables,
                                    .aliases = {},
                                    .default_environment = nullptr,
                                    .environments = kEnvironments,
                                    .shared = {},
                                    .customs = {},
                                    .caches = {},
                                    .channels = {},
                                    .queues = {}};

class ShopConfig : public redisconf::ServiceConfig {
 public:
  explicit ShopConfig(const redisconf::Inputs& inputs) : ServiceConfig(kSchema, inputs) {}
  explicit ShopConfig(const RedisServer& server) : ShopConfig(inputs_for(server, "development")) {}
};

RedisServer server_with_password() {
  redisconf::testing::RedisServerOptions options;
  options.password = "correct-horse-battery";
  return RedisServer(options);
}

RedisServer server_with_tls() {
  redisconf::testing::RedisServerOptions options;
  options.tls = true;
  return RedisServer(options);
}

// Asks until it answers with that status; the back-off between dials is at most 100 ms.
HttpReply health_once_it_is(int status, Health& health) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  HttpReply reply = health.redis();
  while (reply.status != status && std::chrono::steady_clock::now() < give_up) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    reply = health.redis();
  }
  return reply;
}

}  // namespace

TEST_CASE("health follows the server down and up again", "[health][redis]") {
  RedisServer server = server_with_password();
  Client client{ShopConfig(server)};
  Health health(client);

  const json pass = json::parse(health.redis().body);
  CHECK(pass["status"] == "pass");
  CHECK(pass["redis"]["connected"] == true);
  CHECK(pass["redis"]["latency_ms"].get<double>() > 0);
  CHECK(pass["redis"]["tls"].is_null());
  CHECK(pass["redis"]["endpoint"] == ":***@127.0.0.1:" + std::to_string(server.port()) + "/0");
  CHECK(pass["redis"]["pool"] == json{{"limit", 4}, {"open", 1}, {"idle", 1}});
  CHECK(health.service().status == 200);

  server.kill();
  const HttpReply fail = health_once_it_is(503, health);
  CHECK(fail.status == 503);
  CHECK(json::parse(fail.body)["redis"]["connected"] == false);
  CHECK_FALSE(json::parse(fail.body)["cause"].get<std::string>().empty());
  CHECK_THAT(fail.body, !contains("battery"));
  CHECK(health.service().status == 503);

  server.restart();
  CHECK(health_once_it_is(200, health).status == 200);
}

TEST_CASE("within monitoring.health_interval both endpoints tell one ping", "[health][redis]") {
  const RedisServer server;
  redisconf::Inputs inputs = inputs_for(server, "development");
  inputs.set("REDIS_MONITORING_HEALTH_INTERVAL", "1m");
  Client client{ShopConfig(inputs)};
  Health health(client);
  const auto pings = [&client] {
    const std::string text = client.command({"INFO", "commandstats"}).as_string();
    const auto at = text.find("cmdstat_ping:calls=");
    return text.substr(at, text.find(',', at) - at);
  };

  CHECK(health.redis().status == 200);
  const std::string once = pings();
  CHECK(health.redis().body == health.redis().body);
  CHECK(health.service().status == 200);
  CHECK(pings() == once);
}

TEST_CASE("health tells the version of TLS", "[health][redis]") {
  const RedisServer server = server_with_tls();
  Client client{ShopConfig(server)};
  Health health(client);
  const HttpReply reply = health.redis();
  CHECK(reply.status == 200);
  CHECK(json::parse(reply.body)["redis"]["tls"] == "TLSv1.3");
}

TEST_CASE("a frozen server fails its health check within timeouts.health", "[health][redis]") {
  RedisServer server;
  Client client{ShopConfig(server)};
  Health health(client);
  CHECK(health.redis().status == 200);
  server.freeze();
  const auto start = std::chrono::steady_clock::now();
  const HttpReply reply = Health(client).redis();  // a new one has no answer yet
  const auto took = std::chrono::steady_clock::now() - start;
  server.resume();
  CHECK(reply.status == 503);
  CHECK(json::parse(reply.body)["category"] == "timeout");
  CHECK(took < std::chrono::seconds(1) + std::chrono::milliseconds(500));
  CHECK(health_once_it_is(200, health).status == 200);
}

TEST_CASE("a wrong password fails the health check and is not shown", "[health][redis]") {
  const RedisServer server = server_with_password();
  redisconf::Inputs inputs = inputs_for(server, "development");
  inputs.set("REDIS_PASSWORD", "hunter2-hunter2");
  Client client{ShopConfig(inputs)};
  Health health(client);
  const HttpReply reply = health.redis();
  CHECK(reply.status == 503);
  CHECK(json::parse(reply.body)["category"] == "auth");
  CHECK_THAT(reply.body + health.service().body, !contains("hunter2") && !contains("battery"));
}

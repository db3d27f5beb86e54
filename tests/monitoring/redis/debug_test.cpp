// The debug endpoints against a real server.
#include "shop.h"

#include <redisconf/monitoring/debug.h>
#include <redisconf/testing/inputs.h>

#include "support/catch.h"

#include <nlohmann/json.hpp>

using nlohmann::json;
using redisconf::Client;
using redisconf::Debug;
using redisconf::HttpReply;
using redisconf::HttpRequest;
using redisconf::test::contains;
using redisconf::test::server_with_password;
using redisconf::test::server_with_tls;
using redisconf::test::ShopConfig;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;

namespace {

HttpRequest here(const char* authorization = "") {
  return {.method = "GET", .path = "/debug", .authorization = authorization, .peer = "127.0.0.1"};
}

}  // namespace

TEST_CASE("the settings with their origins, masked", "[debug][redis]") {
  const RedisServer server = server_with_password();
  Client client{ShopConfig(server)};
  const HttpReply reply = Debug(client).config(here());
  CHECK(reply.status == 200);
  const json body = json::parse(reply.body);
  CHECK(body["settings"]["connection.password"]["value"] == "***");
  CHECK(body["settings"]["connection.port"]["origin"] == "REDIS_PORT");
  CHECK_THAT(reply.body, !contains("battery"));
}

TEST_CASE("who may not ask is told nothing", "[debug][redis]") {
  const RedisServer server;
  redisconf::Inputs inputs = inputs_for(server, "development");
  inputs.set("REDIS_MONITORING_DEBUG_TOKEN", "correct-horse-battery");
  Client client{ShopConfig(inputs)};
  Debug debug(client);
  HttpRequest stranger = here("Bearer correct-horse-battery");
  stranger.peer = "192.0.2.1";
  CHECK(debug.config(stranger).status == 404);
  CHECK(debug.test(stranger).status == 404);
  const HttpReply refused = debug.config(here("Bearer wrong"));
  CHECK(refused.status == 401);
  REQUIRE(refused.headers.size() == 1);
  CHECK(refused.headers[0].name == "WWW-Authenticate");
  CHECK(refused.headers[0].value == "Bearer");
  CHECK(debug.test(here("Bearer correct-horse-battery")).status == 200);
}

TEST_CASE("a test of the connection tells each stage", "[debug][redis]") {
  const RedisServer server = server_with_tls();
  Client client{ShopConfig(server)};
  const HttpReply reply = Debug(client).test(here());
  CHECK(reply.status == 200);
  const json body = json::parse(reply.body);
  CHECK(body["success"] == true);
  CHECK(body["tls_version"] == "TLSv1.3");
  CHECK(body["stages"][0]["stage"] == "resolve");
  CHECK_FALSE(body.contains("error"));
}

TEST_CASE("a test that fails tells where, why and what to do", "[debug][redis]") {
  const RedisServer server = server_with_password();
  redisconf::Inputs inputs = inputs_for(server, "development");
  inputs.set("REDIS_PASSWORD", "hunter2-hunter2");
  Client client{ShopConfig(inputs)};
  const HttpReply reply = Debug(client).test(here());
  CHECK(reply.status == 503);
  const json body = json::parse(reply.body);
  CHECK(body["success"] == false);
  CHECK(body["error"]["category"] == "auth");
  CHECK(body["error"]["stage"] == "auth");
  CHECK_FALSE(body["error"]["cause"].get<std::string>().empty());
  CHECK_THAT(reply.body, !contains("hunter2"));
}

// Analytics figures: computed once, then from Redis, and computed again without it.
#include "support/service.h"

#include "auth/redis_config.h"
#include "monitoring/support/http.h"
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/testing/inputs.h>

#include <chrono>
#include <thread>

using nlohmann::json;
using redisconf::test::contains;
using redisconf::test::development;
using redisconf::test::get_json;
using redisconf::test::http_delete;
using redisconf::test::http_get;
using redisconf::test::plain_redis;
using redisconf::test::Service;

namespace {

constexpr auto kRevenue = "/analytics/revenue";

std::vector<std::string> with(std::vector<std::string> environment, const std::string& variable) {
  environment.push_back(variable);
  return environment;
}

// Any service's client reaches the same server.
redisconf::Client client_of(const redisconf::testing::RedisServer& redis) {
  return redisconf::connect(auth::RedisConfig::load(redisconf::testing::inputs_for(redis, "development")));
}

}  // namespace

TEST_CASE("a figure is computed once, and then comes from the cache", "[services][analytics]") {
  const auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, development(redis));

  const json first = get_json(backend, kRevenue);
  CHECK(first["report"] == "revenue");
  CHECK(first["unit"] == "cents");
  CHECK(first["value"].get<long long>() > 0);
  CHECK(first["source"] == "computed");
  CHECK(first["cached"] == true);
  CHECK(first["age"] == 0);

  const json second = get_json(backend, kRevenue);
  CHECK(second["source"] == "cache");
  CHECK(second["value"] == first["value"]);
  CHECK(get_json(backend, "/analytics/median_order")["source"] == "computed");

  const Service other(BACKEND_PROGRAM, development(redis));
  CHECK(get_json(other, kRevenue)["source"] == "cache");
}

TEST_CASE("a cached figure lives as long as the schema says", "[services][analytics]") {
  const auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, with(development(redis), "BACKEND_REPORT_ROWS=50"));
  CHECK(get_json(backend, kRevenue)["cached"] == true);
  const long long rest = client_of(redis).command({"PTTL", "backend:analytics:revenue:50"}).as_integer();
  CHECK(rest > 0);
  CHECK(rest <= 60'000);
}

TEST_CASE("an invalidated figure is computed again", "[services][analytics]") {
  const auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, development(redis));
  CHECK(http_delete(backend.port(), kRevenue).status == 404);
  CHECK(get_json(backend, kRevenue)["source"] == "computed");
  CHECK(http_delete(backend.port(), kRevenue).status == 204);
  CHECK(get_json(backend, kRevenue)["source"] == "computed");
}

TEST_CASE("another number of rows is another figure", "[services][analytics]") {
  const auto redis = plain_redis();
  const Service small(BACKEND_PROGRAM, with(development(redis), "BACKEND_REPORT_ROWS=10"));
  const Service large(BACKEND_PROGRAM, with(development(redis), "BACKEND_REPORT_ROWS=20"));
  const json few = get_json(small, kRevenue);
  const json many = get_json(large, kRevenue);
  CHECK(many["source"] == "computed");
  CHECK(few["value"].get<long long>() < many["value"].get<long long>());
}

TEST_CASE("an entry that is no figure is computed anew and mended", "[services][analytics]") {
  const auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, with(development(redis), "BACKEND_REPORT_ROWS=50"));
  auto client = client_of(redis);
  for (const char* const entry : {"", "garbage", "[]", "{}", R"({"value":7,"computed_at":1})"}) {
    CAPTURE(entry);
    client.set("backend:analytics:revenue:50", entry);
    CHECK(get_json(backend, kRevenue)["source"] == "computed");
    CHECK(get_json(backend, kRevenue)["source"] == "cache");
  }
}

TEST_CASE("without Redis analytics goes on in memory, and gives Redis what it computed",
          "[services][analytics]") {
  auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, development(redis));
  redis.kill();
  const json during = get_json(backend, kRevenue);
  CHECK(during["source"] == "computed");
  CHECK(during["cached"] == true);
  CHECK(get_json(backend, kRevenue)["source"] == "cache");

  redis.restart();
  auto client = client_of(redis);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!client.exists("backend:analytics:revenue:100") && std::chrono::steady_clock::now() < give_up) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const Service other(BACKEND_PROGRAM, development(redis));
  CHECK(get_json(other, kRevenue)["source"] == "cache");
}

TEST_CASE("a backend that starts without Redis serves figures outside of strict environments",
          "[services][analytics]") {
  auto redis = plain_redis();
  redis.kill();
  const Service backend(BACKEND_PROGRAM, development(redis));
  CHECK(get_json(backend, kRevenue)["value"].get<long long>() > 0);
}

TEST_CASE("an unknown report is 404, with the known ones", "[services][analytics]") {
  const auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, development(redis));
  const auto answer = http_get(backend.port(), "/analytics/profit");
  CHECK(answer.status == 404);
  CHECK_THAT(answer.body, contains("revenue, active_customers, median_order"));
  CHECK(http_get(backend.port(), "/analytics/").status == 404);
}

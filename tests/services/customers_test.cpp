// Customers are created with or without Redis, and the news follows.
#include "support/service.h"

#include "monitoring/support/http.h"
#include "support/catch.h"

#include <redisconf/testing/temporary_directory.h>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <vector>

using namespace redisconf::test;

namespace {

std::string news(const Service& service, const std::string& name) {
  const auto answer = http_post(service.port(), "/customers", R"({"name":")" + name + "\"}");
  CHECK(answer.status == 201);
  return nlohmann::json::parse(answer.body).at("news");
}

// How many messages there are within 20 s, when they become so many.
long long becomes_length(const redisconf::testing::RedisServer& redis, long long wanted) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  for (;;) {
    const long long length = redis.command({"XLEN", "backend:customers"}).as_integer();
    if (length >= wanted || std::chrono::steady_clock::now() > give_up) return length;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

TEST_CASE("a customer is created while Redis is away, and the news follows", "[customers]") {
  auto redis = plain_redis();
  const redisconf::testing::TemporaryDirectory folder;
  auto variables = development(redis);
  variables.push_back("BACKEND_SPOOL_DIRECTORY=" + (folder.path() / "spool").string());
  Service backend(BACKEND_PROGRAM, variables);
  CHECK(news(backend, "ada") == "in-redis");
  redis.kill();
  CHECK(news(backend, "bob") == "on-disk");
  CHECK(news(backend, "eve") == "on-disk");
  redis.restart();
  CHECK(becomes_length(redis, 2) == 2);  // that server kept nothing of the first
  CHECK(backend.stop(SIGTERM).status == 0);
}

TEST_CASE("without a spool a customer is created all the same, and the caller is told", "[customers]") {
  auto redis = plain_redis();
  Service backend(BACKEND_PROGRAM, development(redis));
  redis.kill();
  CHECK(news(backend, "ada") == "nowhere");
  CHECK(http_post(backend.port(), "/customers", "{}").status == 400);
  CHECK(backend.stop(SIGTERM).status == 0);
}

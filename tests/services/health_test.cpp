// Health of the running services: up, down with the cause, up again.
#include "support/service.h"

#include "monitoring/support/http.h"
#include "support/catch.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <thread>

using nlohmann::json;
using redisconf::test::becomes;
using redisconf::test::contains;
using redisconf::test::development;
using redisconf::test::http_get;
using redisconf::test::plain_redis;
using redisconf::test::secured_redis;
using redisconf::test::Service;
using redisconf::test::Staging;

namespace {

using Clock = std::chrono::steady_clock;

int status_of(const Service& service, const char* path) { return http_get(service.port(), path).status; }

std::vector<std::string> without_fallback(const redisconf::testing::RedisServer& redis) {
  auto variables = development(redis);
  variables.emplace_back("REDIS_FALLBACK_MODE=none");
  return variables;
}

// Asks over and over, and keeps what must always hold.
class Prober {
 public:
  explicit Prober(const Service& service) : port_(service.port()), thread_([this] { run(); }) {}
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;
  ~Prober() { stop(); }

  void stop() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] bool was_alive() const { return alive_; }
  [[nodiscard]] std::chrono::milliseconds longest() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(longest_);
  }

 private:
  void run() {
    while (!stop_) {
      for (const char* const path :
           {"/health", "/health/live", "/health/redis", "/health/ready", "/metrics"}) {
        const auto start = Clock::now();
        const int status = status_of_path(path);
        longest_ = std::max(longest_, Clock::now() - start);
        if (std::string_view(path) == "/health/live" && status != 200) alive_ = false;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  [[nodiscard]] int status_of_path(const char* path) const { return http_get(port_, path).status; }

  int port_;
  std::atomic<bool> stop_{false};
  bool alive_ = true;
  Clock::duration longest_{0};
  std::thread thread_;
};

std::chrono::milliseconds time_until(int status, const Service& service) {
  const auto start = Clock::now();
  CHECK(becomes(status, service, "/health/redis"));
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

// The window is wide, for busy machines; what was measured is printed.
constexpr std::chrono::seconds kWindow{10};

void follow(const Service& service, int away, const char* what, const std::function<void()>& leave,
            const std::function<void()>& come_back) {
  CHECK(becomes(200, service, "/health/redis"));
  Prober prober(service);
  leave();
  const auto down = time_until(away, service);
  come_back();
  const auto up = time_until(200, service);
  prober.stop();
  std::printf("%s: health %d after %lld ms, 200 after %lld ms, slowest answer %lld ms\n", what, away,
              static_cast<long long>(down.count()), static_cast<long long>(up.count()),
              static_cast<long long>(prober.longest().count()));
  CHECK(down < kWindow);
  CHECK(up < kWindow);
  CHECK(prober.was_alive());
}

}  // namespace

// Of the two services the one whose cache has no fallback of its own, which it might be on already.
TEST_CASE("without a fallback health tells an error while Redis is away", "[services][health]") {
  auto redis = plain_redis();
  const Service service(AUTH_PROGRAM, without_fallback(redis));
  CHECK(status_of(service, "/health") == 200);
  follow(
      service, 500, "killed", [&] { redis.kill(); }, [&] { redis.restart(); });

  redis.kill();
  CHECK(becomes(500, service, "/health/redis"));
  const json body = json::parse(http_get(service.port(), "/health/redis").body);
  CHECK(body["status"] == "error");
  CHECK_FALSE(body["connection_status"]["cause"].get<std::string>().empty());
  CHECK(status_of(service, "/health") == 503);
  CHECK(status_of(service, "/health/ready") == 503);
  CHECK(status_of(service, "/health/live") == 200);
  CHECK(status_of(service, "/health/started") == 200);
  CHECK(json::parse(http_get(service.port(), "/health?format=microprofile").body)["status"] == "DOWN");
}

TEST_CASE("a frozen Redis is away too, and no answer waits for it", "[services][health]") {
  auto redis = plain_redis();
  const Service service(AUTH_PROGRAM, without_fallback(redis));
  follow(
      service, 500, "frozen", [&] { redis.freeze(); }, [&] { redis.resume(); });
}

TEST_CASE("on the fallback Redis' health is degraded and the service's is not", "[services][health]") {
  auto redis = plain_redis();
  const Service service(AUTH_PROGRAM, development(redis));  // fallback: memory
  redis.kill();
  CHECK(becomes(503, service, "/health/redis"));
  const json body = json::parse(http_get(service.port(), "/health/redis").body);
  CHECK(body["status"] == "degraded");
  CHECK(body["mode"] == "memory");
  CHECK(status_of(service, "/health") == 200);
  CHECK(status_of(service, "/health/ready") == 200);
}

TEST_CASE("a cache with a fallback of its own keeps up a service that has none", "[services][health]") {
  auto redis = plain_redis();
  const Service service(BACKEND_PROGRAM, without_fallback(redis));
  CHECK(becomes(200, service, "/health/redis"));
  redis.kill();
  CHECK(status_of(service, "/analytics/revenue") == 200);  // the cache finds out
  CHECK(becomes(503, service, "/health/redis"));
  CHECK(json::parse(http_get(service.port(), "/health/redis").body)["status"] == "degraded");
  CHECK(status_of(service, "/health") == 200);
  CHECK(status_of(service, "/health/live") == 200);
  CHECK(status_of(service, "/health/started") == 200);
  redis.restart();
  CHECK(becomes(200, service, "/health/redis"));
}

TEST_CASE("in staging health shows TLS and hides the password", "[services][health]") {
  const auto redis = secured_redis();
  const Staging staging(redis);
  const Service auth(AUTH_PROGRAM, staging.variables());
  CHECK(becomes(200, auth, "/health/redis"));
  const auto answer = http_get(auth.port(), "/health/redis");
  const json body = json::parse(answer.body);
  CHECK(body["environment"] == "staging");
  CHECK(body["ssl_status"]["version"] == "TLSv1.3");
  CHECK(body["memory"]["used_bytes"].get<long long>() > 0);
  CHECK_THAT(answer.body + http_get(auth.port(), "/health").body, !contains(redisconf::test::kPassword));
  CHECK(status_of(auth, "/debug/redis-config") == 404);  // strict, and no token is set
}

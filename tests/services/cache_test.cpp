// The cache of the backend under load, with real processes: shared by two instances, asked by a
// hundred clients at once, and with Redis killed in the middle.
#include "support/service.h"

#include "monitoring/support/http.h"
#include "support/catch.h"
#include "support/eventually.h"

#include <chrono>
#include <iostream>
#include <string>
#include <thread>

using nlohmann::json;
using redisconf::test::becomes;
using redisconf::test::contains;
using redisconf::test::development;
using redisconf::test::Ended;
using redisconf::test::get_json;
using redisconf::test::http_delete;
using redisconf::test::plain_redis;
using redisconf::test::Program;
using redisconf::test::Service;

namespace {

constexpr auto kRevenue = "/analytics/revenue";

// ApacheBench: `requests` of them, a hundred at a time, each with a connection of its own.
class Load {
 public:
  Load(const Service& service, int requests)
      : program_(AB_PROGRAM,
                 {"-q", "-l", "-n", std::to_string(requests), "-c", "100",
                  "http://127.0.0.1:" + std::to_string(service.port()) + kRevenue},
                 {}) {}

  // What it says when it is done; throws after 20 s.
  [[nodiscard]] std::string report() { return program_.wait().output; }

 private:
  Program program_;
};

// The number behind a label of its report: "Failed requests:        0".
int number_of(const std::string& report, const std::string& label) {
  const auto at = report.find(label);
  return at == std::string::npos ? -1 : std::stoi(report.substr(at + label.size()));
}

void check_all_served(const std::string& report, int requests) {
  CAPTURE(report);
  CHECK(number_of(report, "Complete requests:") == requests);
  CHECK(number_of(report, "Failed requests:") == 0);
  CHECK_THAT(report, !contains("Non-2xx responses"));
}

json cache_of(const Service& service) { return get_json(service, "/analytics")["cache"]; }

template <class Condition>
bool soon(const Condition& condition) {
  return redisconf::test::eventually(condition, std::chrono::seconds(20), std::chrono::milliseconds(1));
}

// Measured and told, not asserted.
template <class Wait>
void print_time(const char* what, const Wait& wait) {
  const auto start = std::chrono::steady_clock::now();
  CHECK(wait());
  const auto time = std::chrono::steady_clock::now() - start;
  std::cout << what << " after " << std::chrono::duration_cast<std::chrono::milliseconds>(time).count()
            << " ms\n";
}

}  // namespace

TEST_CASE("two instances behind one Redis share the cache", "[services][cache]") {
  const auto redis = plain_redis();
  const Service one(BACKEND_PROGRAM, development(redis));
  const Service two(BACKEND_PROGRAM, development(redis));
  const json computed = get_json(one, kRevenue);
  CHECK(computed["source"] == "computed");
  const json shared = get_json(two, kRevenue);
  CHECK(shared["source"] == "cache");
  CHECK(shared["value"] == computed["value"]);
  CHECK(cache_of(one)["computed"] == 1);
  CHECK(cache_of(two)["computed"] == 0);
  CHECK(cache_of(two)["hits"] == 1);
  CHECK(cache_of(two)["mode"] == "redis");
}

TEST_CASE("a thousand requests, a hundred at a time, come from the cache", "[services][cache]") {
  const auto redis = plain_redis();
  auto environment = development(redis);
  environment.emplace_back("BACKEND_REPORT_ROWS=20000");
  const Service backend(BACKEND_PROGRAM, environment);
  constexpr int kRequests = 1'000;

  check_all_served(Load(backend, kRequests).report(), kRequests);  // warms up: computed once
  const json warm = cache_of(backend);
  CHECK(warm["computed"] == 1);

  const std::string report = Load(backend, kRequests).report();
  check_all_served(report, kRequests);
  std::cout << "cached answers, 100 at a time: p50 " << number_of(report, "  50%") << " ms, p99 "
            << number_of(report, "  99%") << " ms\n";
  const json after = cache_of(backend);
  const auto grown = [&](const char* name) { return after[name].get<int>() - warm[name].get<int>(); };
  CHECK(grown("hits") + grown("misses") == kRequests);
  CHECK(grown("hits") > kRequests * 8 / 10);
  CHECK(after["computed"] == 1);
}

TEST_CASE("no request fails when Redis is killed in the middle of a load, and health tells",
          "[services][cache]") {
  auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, development(redis));
  const Service other(BACKEND_PROGRAM, development(redis));
  constexpr int kRequests = 12'000;
  Load load(backend, kRequests);
  CHECK(soon([&] { return cache_of(backend)["hits"] > 200; }));
  redis.kill();
  check_all_served(load.report(), kRequests);
  // The load may have ended with the kill: then these are the first calls without Redis.
  CHECK(soon([&] {
    return get_json(backend, kRevenue)["source"] == "cache" && cache_of(backend)["mode"] == "memory";
  }));
  print_time("killed: health 503", [&] { return becomes(503, backend, "/health/redis"); });

  // What is deleted while Redis is away is deleted for all when it is back.
  CHECK(http_delete(backend.port(), kRevenue).status == 204);
  redis.restart();
  print_time("back: health 200", [&] { return becomes(200, backend, "/health/redis"); });
  print_time("back: cache in Redis",
             [&] { return soon([&] { return cache_of(backend)["mode"] == "redis"; }); });
  CHECK(soon([&] { return cache_of(other)["mode"] == "redis"; }));
  const json computed = get_json(backend, kRevenue);
  CHECK(computed["source"] == "computed");
  const json shared = get_json(other, kRevenue);
  CHECK(shared["source"] == "cache");
  CHECK(shared["value"] == computed["value"]);
}

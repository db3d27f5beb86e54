// Two instances of the backend while Redis is killed in the middle of a load and comes back with what it had
// on disk: nobody is refused, and what was invalidated meanwhile is never served again.
#include "support/service.h"

#include "backend/redis_config.h"
#include "monitoring/support/http.h"
#include "support/catch.h"
#include "support/eventually.h"

#include <redisconf/cache/cache.h>
#include <redisconf/cache/json.h>
#include <redisconf/client/client.h>
#include <redisconf/testing/inputs.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

namespace outage_test {

// An entry as the backend keeps it.
struct Figure {
  std::int64_t value = 0;
  std::chrono::sys_seconds computed_at;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Figure, value, computed_at)

}  // namespace outage_test

using nlohmann::json;
using outage_test::Figure;
using redisconf::test::becomes;
using redisconf::test::development;
using redisconf::test::eventually;
using redisconf::test::get_json;
using redisconf::test::http_delete;
using redisconf::test::http_get;
using redisconf::test::Service;

namespace {

constexpr auto kRevenue = "/analytics/revenue";
constexpr auto kEntry = "revenue:100";  // development counts a hundred customers
constexpr std::int64_t kOld = -1;       // no computation gives it

// Asks one instance over and over. Whether a question came after the recovery is noted before it is asked.
class Asker {
 public:
  Asker(const Service& service, const std::atomic<bool>& recovered)
      : port_(service.port()), recovered_(recovered), thread_([this] { run(); }) {}
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;
  ~Asker() { stop(); }

  void stop() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] int failed() const { return failed_; }
  [[nodiscard]] int after() const { return after_; }  // answers to questions after the recovery
  [[nodiscard]] int stale() const { return stale_; }  // of those, with the old value

 private:
  void run() {
    while (!stop_) {
      const bool after = recovered_;
      const auto answer = http_get(port_, kRevenue);
      if (answer.status != 200) {
        ++failed_;
      } else if (after) {
        if (json::parse(answer.body)["value"] == kOld) ++stale_;
        ++after_;
      }
    }
  }

  int port_;
  const std::atomic<bool>& recovered_;
  std::atomic<bool> stop_{false};
  std::atomic<int> failed_{0};
  std::atomic<int> after_{0};
  std::atomic<int> stale_{0};
  std::thread thread_;
};

json cache_of(const Service& service) {
  return get_json(service, "/health/redis")
      .value(json::json_pointer("/components/cache/analytics"), json::object());
}

bool is_in(const Service& service, const char* mode) { return cache_of(service).value("mode", "") == mode; }

bool has_recovered(const Service& service) {
  return is_in(service, "redis") && cache_of(service).value("dirty_entries", -1) == 0 &&
         http_get(service.port(), "/health/redis").status == 200;
}

}  // namespace

TEST_CASE("what was invalidated while Redis was away is served by no instance after it is back",
          "[services][outage]") {
  redisconf::testing::RedisServer redis({.configuration = {"appendonly yes", "appendfsync always"}});
  const auto config = backend::RedisConfig::load(redisconf::testing::inputs_for(redis, "development"));
  redisconf::Client client = redisconf::connect(config);
  redisconf::Cache<Figure> entries(client, config.analytics_cache());
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const Service one(BACKEND_PROGRAM, development(redis));
  const Service two(BACKEND_PROGRAM, development(redis));
  for (int round = 0; round < 3; ++round) {
    CAPTURE(round);
    CHECK(eventually([&] {
      entries.set(kEntry, {.value = kOld, .computed_at = now});
      return get_json(one, kRevenue)["value"] == kOld && get_json(two, kRevenue)["value"] == kOld;
    }));

    std::atomic<bool> recovered{false};
    Asker of_one(one, recovered);
    Asker of_two(two, recovered);
    redis.kill();
    CHECK(eventually([&] { return is_in(one, "memory") && is_in(two, "memory"); }));
    CHECK(becomes(503, one, "/health/redis"));
    CHECK(http_delete(one.port(), kRevenue).status == 204);

    redis.restart();
    CHECK(eventually([&] { return has_recovered(one) && has_recovered(two); }));
    recovered = true;
    CHECK(eventually([&] { return of_one.after() > 200 && of_two.after() > 200; }));
    of_one.stop();
    of_two.stop();
    CHECK(of_one.failed() + of_two.failed() == 0);
    CHECK(of_one.stale() + of_two.stale() == 0);
    CHECK(eventually([&] { return client.ping().connected; }));
    const auto in_redis = entries.get(kEntry);
    CHECK((!in_redis || in_redis->value != kOld));
  }
}

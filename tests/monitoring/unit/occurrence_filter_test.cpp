// What is told of a client's events: each change once.
#include "occurrence_filter.h"

#include "log_lines.h"
#include "redis/shop.h"

#include <redisconf/testing/inputs.h>

#include "support/catch.h"

#include <vector>

using redisconf::CircuitEvent;
using redisconf::CircuitState;
using redisconf::Level;
using redisconf::Occurrence;
using redisconf::OccurrenceFilter;
using redisconf::RetryEvent;
using redisconf::test::contains;
using std::chrono::seconds;

namespace {

// A filter at a clock of its own, and what came out of it.
class Told {
 public:
  explicit Told(const char* password = "correct-horse-battery")
      : filter(
            config(password), [this](const Occurrence& occurrence) { all.push_back(occurrence); },
            [this] { return now; }) {}

  [[nodiscard]] std::vector<std::string> events() const {
    std::vector<std::string> names;
    for (const Occurrence& each : all) names.push_back(each.event);
    return names;
  }

  std::vector<Occurrence> all;
  OccurrenceFilter::Time now{};
  OccurrenceFilter filter;

 private:
  static redisconf::test::ShopConfig config(const char* password) {
    auto inputs = redisconf::testing::inputs_for("development");
    inputs.set("REDIS_PASSWORD", password);
    return redisconf::test::ShopConfig(inputs);
  }
};

using Events = std::vector<std::string>;

std::int64_t number_of(const Occurrence& occurrence, std::string_view name) {
  for (const auto& [field, value] : occurrence.fields) {
    if (field == name) return std::get<std::int64_t>(value);
  }
  return -1;
}

}  // namespace

TEST_CASE("an outage is told at its begin and at its end", "[log]") {
  Told told;
  for (int connection = 0; connection < 4; ++connection) told.filter.connected({"redis:6379/0", ""});
  for (int connection = 0; connection < 4; ++connection) told.filter.disconnected({"redis:6379/0", "reset"});
  for (int attempt = 0; attempt < 7; ++attempt) told.filter.connecting_failed({"redis:6379/0", "refused"});
  told.now += seconds(3);
  for (int connection = 0; connection < 4; ++connection) told.filter.connected({"redis:6379/0", ""});
  CHECK(told.events() == Events{"connected", "connection_lost", "connecting_failed", "connected"});
  CHECK(told.all[1].level == Level::warning);
  CHECK(told.all[2].level == Level::error);
  CHECK(number_of(told.all[3], "away_ms") == 3000);
  CHECK(number_of(told.all[3], "failed_attempts") == 7);
}

TEST_CASE("changes of the circuit that come late are not told", "[log]") {
  Told told;
  told.filter.circuit_changed({"a:1/0", CircuitState::open, CircuitState::half_open, 2});
  told.filter.circuit_changed({"a:1/0", CircuitState::closed, CircuitState::open, 1});
  told.filter.circuit_changed({"b:1/0", CircuitState::closed, CircuitState::open, 1});
  REQUIRE(told.all.size() == 2);
  CHECK(told.all[0].message == "the circuit breaker is half-open");
  CHECK(told.all[1].level == Level::error);
}

TEST_CASE("errors that repeat are told once in ten seconds, with their number", "[log]") {
  Told told;
  const RetryEvent error{"a:1/0", "GET", "no answer in time", 2};
  for (int call = 0; call < 1000; ++call) told.filter.retry_exhausted(error);
  told.filter.retry_exhausted({"a:1/0", "SET", "no answer in time", 2});
  told.now += seconds(10);
  told.filter.retry_exhausted(error);
  REQUIRE(told.all.size() == 3);
  CHECK(number_of(told.all[0], "left_out") == 0);
  CHECK(number_of(told.all[1], "left_out") == 0);
  CHECK(number_of(told.all[2], "left_out") == 999);
}

TEST_CASE("fallback and gaps are told", "[log]") {
  Told told;
  told.filter.fallback_started({"a:1/0", "refused", 10});
  told.filter.fallback_ended({"a:1/0", ""});
  told.filter.subscription_gap({"a:1/0", std::chrono::milliseconds(1500)});
  CHECK(told.events() == Events{"fallback_started", "fallback_ended", "subscription_gap"});
  CHECK(number_of(told.all[2], "away_ms") == 1500);
}

TEST_CASE("secrets in what others say are masked", "[log]") {
  Told told;
  told.filter.connecting_failed({"a:1/0", "the server said: correct-horse-battery"});
  CHECK(std::get<std::string>(told.all[0].fields[1].second) == "the server said: ***");
}

TEST_CASE("a closed filter tells nothing", "[log]") {
  Told told;
  told.filter.close();
  told.filter.connected({"a:1/0", ""});
  CHECK(told.all.empty());
}

TEST_CASE("a line of text, and of JSON", "[log]") {
  const auto time = std::chrono::system_clock::from_time_t(1'700'000'000) + std::chrono::milliseconds(7);
  const Occurrence occurrence{
      Level::warning,
      "connection_lost",
      "a connection was lost",
      {{"endpoint", ":***@redis.example:6379/0"}, {"cause", "said \"no\"\nand left"}, {"tries", 3}}};
  CHECK(redisconf::text_line(occurrence, {"auth", "staging"}, time) ==
        "time=2023-11-14T22:13:20.007Z level=warning event=connection_lost service=auth environment=staging "
        "message=\"a connection was lost\" endpoint=:***@redis.example:6379/0 "
        "cause=\"said \\\"no\\\"\\nand left\" tries=3");
  CHECK(redisconf::json_line(occurrence, {"auth", "staging"}, time) ==
        R"({"time":"2023-11-14T22:13:20.007Z","level":"warning","event":"connection_lost","service":"auth",)"
        R"("environment":"staging","message":"a connection was lost","endpoint":":***@redis.example:6379/0",)"
        R"("cause":"said \"no\"\nand left","tries":3})");
}

TEST_CASE("a line stays one line, whatever its bytes", "[log]") {
  const Occurrence occurrence{Level::info, "e", "m", {{"cause", std::string("\xFF\r\n\0", 4)}, {"none", ""}}};
  for (const auto& line :
       {redisconf::text_line(occurrence, {"a", "b"}, {}), redisconf::json_line(occurrence, {"a", "b"}, {})})
    CHECK(line.find_first_of(std::string("\r\n\0", 3)) == std::string::npos);
  CHECK_THAT(redisconf::text_line(occurrence, {"a", "b"}, {}), contains("none=\"\""));
}

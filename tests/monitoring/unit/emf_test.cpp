// Lines for CloudWatch.
#include "emf.h"

#include "support/catch.h"

#include <nlohmann/json.hpp>

using nlohmann::json;
using redisconf::EmfWriter;
using redisconf::MetricFamily;
using redisconf::MetricType;

namespace {

constexpr auto kTime = [] { return std::chrono::system_clock::from_time_t(1'700'000'000); };

EmfWriter writer() { return {"Shop/Redis", {{"service", "auth"}, {"environment", "production"}}}; }

MetricFamily counter(double value) {
  return {.name = "retries", .type = MetricType::counter, .samples = {{{}, value}}};
}

MetricFamily waits(std::vector<std::uint64_t> counts, double sum) {
  return {.name = "wait_seconds",
          .type = MetricType::histogram,
          .unit = "seconds",
          .histograms = {{{{"pool", "redis"}}, {0.1, 1}, std::move(counts), sum}}};
}

std::vector<std::string> lines(EmfWriter& writer, const std::vector<MetricFamily>& families) {
  return writer.lines(families, kTime());
}

}  // namespace

TEST_CASE("a line is one object with its directive", "[emf]") {
  EmfWriter emf = writer();
  const auto out = lines(emf, {{.name = "open", .samples = {{{{"pool", "redis"}}, 3}}}});
  REQUIRE(out.size() == 1);
  CHECK(out[0].find('\n') == std::string::npos);
  CHECK(json::parse(out[0]) == json::parse(R"({
    "_aws": {"Timestamp": 1700000000000, "CloudWatchMetrics": [{
      "Namespace": "Shop/Redis", "Dimensions": [["service", "environment", "pool"]],
      "Metrics": [{"Name": "open", "Unit": "Count"}]}]},
    "service": "auth", "environment": "production", "pool": "redis", "open": 3.0})"));
}

TEST_CASE("counters tell what they grew, also after they began anew", "[emf]") {
  EmfWriter emf = writer();
  const auto grown = [&](double total) { return json::parse(lines(emf, {counter(total)})[0])["retries"]; };
  CHECK(grown(5) == 5);
  CHECK(grown(12) == 7);
  CHECK(grown(12) == 0);
  CHECK(grown(2) == 2);
}

TEST_CASE("a histogram that grew gives count, sum and the 99th percentile of the growth", "[emf]") {
  EmfWriter emf = writer();
  CHECK(lines(emf, {waits({0, 0, 0}, 0)}).empty());
  const json first = json::parse(lines(emf, {waits({98, 2, 0}, 3)})[0]);
  CHECK(first["wait_seconds_count"] == 100);
  CHECK(first["wait_seconds_sum"] == 3);
  CHECK(first["wait_seconds_p99"] == 1);
  CHECK(first["_aws"]["CloudWatchMetrics"][0]["Metrics"][1]["Unit"] == "Seconds");
  CHECK(lines(emf, {waits({98, 2, 0}, 3)}).empty());
  CHECK(json::parse(lines(emf, {waits({198, 2, 0}, 4)})[0])["wait_seconds_p99"] == 0.1);
}

TEST_CASE("no line breaks the limits of CloudWatch", "[emf]") {
  std::vector<MetricFamily> families;
  for (int index = 0; index < 250; ++index)
    families.push_back({.name = "m" + std::to_string(index), .samples = {{{}, 1}}});
  redisconf::MetricLabels many;
  for (int index = 0; index < 40; ++index) many.emplace_back("label" + std::to_string(index), "x");
  families.push_back({.name = "wide", .samples = {{many, 1}}});
  EmfWriter emf = writer();
  const auto out = lines(emf, families);
  REQUIRE(out.size() == 4);
  std::size_t metrics = 0;
  for (const std::string& line : out) {
    const json directive = json::parse(line)["_aws"]["CloudWatchMetrics"][0];
    CHECK(directive["Metrics"].size() <= 100);
    CHECK(directive["Dimensions"][0].size() <= 30);
    CHECK(line.size() < 256 * 1024);
    metrics += directive["Metrics"].size();
  }
  CHECK(metrics == 251);
}

TEST_CASE("infos are not told", "[emf]") {
  EmfWriter emf = writer();
  CHECK(lines(emf, {{.name = "build", .type = MetricType::info, .samples = {{{}, 1}}}}).empty());
}

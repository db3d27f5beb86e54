#include "exposition.h"

#include "client_families.h"
#include "support/catch.h"

#include <limits>

using redisconf::exposition_format;
using redisconf::ExpositionFormat;
using redisconf::MetricFamily;
using redisconf::MetricType;
using redisconf::write_exposition;

namespace {

constexpr auto kText = ExpositionFormat::text;
constexpr auto kOpenMetrics = ExpositionFormat::openmetrics;

const std::vector<MetricFamily> kFamilies{
    {.name = "jobs",
     .type = MetricType::counter,
     .help = "Jobs \\ \"done\"\nso far",
     .samples = {{{{"queue", "a\"b\\c\nd"}}, 3}, {{}, 0.5}}},
    {.name = "wait_seconds",
     .type = MetricType::histogram,
     .help = "Waits",
     .unit = "seconds",
     .histograms = {{{{"pool", "p"}}, {0.25, 1}, {2, 0, 1}, 3.5}}},
    {.name = "app", .type = MetricType::info, .help = "Build", .samples = {{{{"version", "1"}}, 1}}}};

}  // namespace

TEST_CASE("the text format 0.0.4", "[exposition]") {
  CHECK(write_exposition(kFamilies, kText) ==
        "# HELP jobs_total Jobs \\\\ \"done\"\\nso far\n"
        "# TYPE jobs_total counter\n"
        "jobs_total{queue=\"a\\\"b\\\\c\\nd\"} 3\n"
        "jobs_total 0.5\n"
        "# HELP wait_seconds Waits\n"
        "# TYPE wait_seconds histogram\n"
        "wait_seconds_bucket{pool=\"p\",le=\"0.25\"} 2\n"
        "wait_seconds_bucket{pool=\"p\",le=\"1\"} 2\n"
        "wait_seconds_bucket{pool=\"p\",le=\"+Inf\"} 3\n"
        "wait_seconds_sum{pool=\"p\"} 3.5\n"
        "wait_seconds_count{pool=\"p\"} 3\n"
        "# HELP app_info Build\n"
        "# TYPE app_info gauge\n"
        "app_info{version=\"1\"} 1\n");
}

TEST_CASE("OpenMetrics 1.0.0", "[exposition]") {
  CHECK(write_exposition(kFamilies, kOpenMetrics) ==
        "# HELP jobs Jobs \\\\ \\\"done\\\"\\nso far\n"
        "# TYPE jobs counter\n"
        "jobs_total{queue=\"a\\\"b\\\\c\\nd\"} 3\n"
        "jobs_total 0.5\n"
        "# HELP wait_seconds Waits\n"
        "# TYPE wait_seconds histogram\n"
        "# UNIT wait_seconds seconds\n"
        "wait_seconds_bucket{pool=\"p\",le=\"0.25\"} 2\n"
        "wait_seconds_bucket{pool=\"p\",le=\"1.0\"} 2\n"
        "wait_seconds_bucket{pool=\"p\",le=\"+Inf\"} 3\n"
        "wait_seconds_sum{pool=\"p\"} 3.5\n"
        "wait_seconds_count{pool=\"p\"} 3\n"
        "# HELP app Build\n"
        "# TYPE app info\n"
        "app_info{version=\"1\"} 1\n"
        "# EOF\n");
}

TEST_CASE("numbers that are none", "[exposition]") {
  const double infinite = std::numeric_limits<double>::infinity();
  const MetricFamily odd{
      .name = "odd",
      .help = "h",
      .samples = {{{}, infinite}, {{}, -infinite}, {{}, std::numeric_limits<double>::quiet_NaN()}}};
  CHECK(write_exposition({&odd, 1}, kText) ==
        "# HELP odd h\n# TYPE odd gauge\nodd +Inf\nodd -Inf\nodd NaN\n");
}

TEST_CASE("the header Accept chooses the format", "[exposition]") {
  for (const char* const accept :
       {"", "*/*", "text/plain", "text/html, */*;q=0.1", "application/openmetrics-text;q=0",
        "text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0;q=0.5",
        "application/openmetrics"})
    CHECK(exposition_format(accept) == kText);
  for (const char* const accept :
       {"application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8",
        // Prometheus 2.42
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"})
    CHECK(exposition_format(accept) == kOpenMetrics);
}

TEST_CASE("families of one name become one", "[exposition]") {
  std::vector<MetricFamily> families{{.name = "a", .samples = {{{}, 1}}},
                                     {.name = "b", .samples = {{{}, 2}}},
                                     {.name = "a", .samples = {{{}, 3}}}};
  redisconf::merge_families(families);
  REQUIRE(families.size() == 2);
  CHECK(families[0].samples.size() == 2);
  CHECK(families[0].samples[1].value == 3);
  CHECK(families[1].name == "b");
}

// What a publisher and its spool tell, from given statistics.
#include <redisconf/monitoring/publisher_monitoring.h>

#include "support/catch.h"
#include "unit/families.h"

using namespace std::chrono_literals;
using redisconf::HealthReport;
using redisconf::HealthStatus;
using redisconf::MetricLabels;
using redisconf::PublisherStats;
using redisconf::test::family;
using redisconf::test::value;

TEST_CASE("a publisher warns while messages go to the spool, and passes otherwise", "[publisher]") {
  PublisherStats stats;
  CHECK(redisconf::publisher_health(stats).status == HealthStatus::pass);
  stats.spooling = true;
  stats.last_error = "connection refused";
  const HealthReport report = redisconf::publisher_health(stats);
  CHECK(report.status == HealthStatus::warn);
  CHECK(report.on_fallback);
  CHECK(report.output == "messages wait in the spool: connection refused");
}

TEST_CASE("a spool's families tell depth, bytes, age, drops and replays", "[publisher]") {
  PublisherStats stats;
  stats.sent = 10;
  stats.refused = 1;
  stats.spool_messages = 3;
  stats.spool_bytes = 400;
  stats.oldest_age = 2500ms;
  stats.dropped = 5;
  stats.replayed = 6;
  const auto families = redisconf::publisher_families("news", stats);
  const MetricLabels news{{"channel", "news"}};
  CHECK(value(family(families, "redisconf_publisher_messages"), {{"channel", "news"}, {"result", "sent"}}) ==
        10);
  CHECK(value(family(families, "redisconf_publisher_messages"),
              {{"channel", "news"}, {"result", "refused"}}) == 1);
  CHECK(value(family(families, "redisconf_spool_messages"), news) == 3);
  CHECK(value(family(families, "redisconf_spool_bytes"), news) == 400);
  CHECK(value(family(families, "redisconf_spool_oldest_age_seconds"), news) == 2.5);
  CHECK(value(family(families, "redisconf_spool_dropped"), news) == 5);
  CHECK(value(family(families, "redisconf_spool_replayed"), news) == 6);
}

// What the address of a job's page says.
#include "debug_job.h"

#include "support/catch.h"

using redisconf::parse_job_path;
using redisconf::shows_payload;

TEST_CASE("a job's page has a queue and an id in its path", "[debug]") {
  const auto path = parse_job_path("/debug/queues/reports/jobs/0-17-0");
  REQUIRE(path.has_value());
  CHECK(path->queue == "reports");
  CHECK(path->id == "0-17-0");
  const std::string longest = "/debug/queues/q/jobs/" + std::string(100, '1');
  CHECK(parse_job_path(longest).has_value());
  for (const std::string& wrong :
       {std::string("/debug/queues/reports"), std::string("/debug/queues/reports/jobs/"),
        std::string("/debug/queues/"), std::string("/debug"), longest + "1"})
    CHECK_FALSE(parse_job_path(wrong).has_value());
}

TEST_CASE("the payload is shown to who asks for it alone", "[debug]") {
  CHECK(shows_payload("payload=show"));
  CHECK(shows_payload("a=b&payload=show"));
  for (const char* const query :
       {"", "payload", "payload=", "payload=hide", "payload=shown", "xpayload=show"})
    CHECK_FALSE(shows_payload(query));
}

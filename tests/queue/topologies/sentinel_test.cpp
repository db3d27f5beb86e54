// A queue behind Sentinels, over a failover: what min-replicas-to-write is worth.
#include "queue/topologies/failover.h"
#include "support/catch.h"

#include <iostream>

using redisconf::test::fail_over;
using redisconf::test::FailoverCase;
using redisconf::test::FailoverCount;

TEST_CASE("with min-replicas-to-write no acknowledged job is lost in a failover", "[sentinel]") {
  const auto what = GENERATE(FailoverCase::under_load, FailoverCase::replica_first);
  const FailoverCount count = fail_over(what, true);
  std::cout << name_of(what) << ": " << count.acknowledged << " acknowledged, " << count.refused
            << " refused, " << count.lost << " lost\n";
  CHECK(count.acknowledged >= 2000);
  CHECK(count.refused > 0);
  CHECK(count.lost == 0);
}

TEST_CASE("without it a primary whose replica is away acknowledges what the failover throws away",
          "[sentinel]") {
  const FailoverCount count = fail_over(FailoverCase::replica_first, false);
  CHECK(count.refused == 0);
  CHECK(count.lost == 200);
}

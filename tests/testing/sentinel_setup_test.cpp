#include "support/catch.h"
#include "testing/child.h"

#include <redisconf/testing/sentinel_setup.h>

#include <csignal>

using redisconf::testing::SentinelSetup;

TEST_CASE("Sentinels promote a replica, with TLS and passwords", "[testing][redis]") {
  SentinelSetup setup(
      {.replicas = 2, .tls = true, .password = "correct horse", .sentinel_password = "battery"});
  REQUIRE(&setup.primary() == &setup.servers().front());
  static_cast<void>(setup.primary().command({"SET", "foo", "bar"}));
  setup.servers().front().kill();
  setup.await_failover_from(setup.servers().front());

  CHECK(&setup.primary() != &setup.servers().front());
  CHECK(setup.primary().command({"ROLE"}).as_array().at(0).as_string() == "master");
}

TEST_CASE("a setup vanishes while a failover is under way", "[testing][redis]") {
  pid_t sentinel = 0;
  {
    SentinelSetup setup;
    sentinel = setup.sentinels().front().pid();
    setup.primary().kill();
  }
  CHECK(::kill(sentinel, 0) != 0);
}

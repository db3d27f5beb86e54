#include "client/crosstalk/crosstalk.h"
#include "support/catch.h"

using redisconf::test::run_crosstalk;
using redisconf::testing::RedisServer;

namespace {

void expect_no_mismatch(bool tls, long answers) {
  const RedisServer server({.tls = tls, .configuration = {"enable-debug-command local"}});
  const auto result = run_crosstalk(server, answers);
  INFO(result.text());
  CHECK(result.mismatched == 0);
  CHECK(result.answered >= answers);
  CHECK(result.failed > 0);
  CHECK(result.dropped > 0);
  CHECK(result.kills > 0);
}

}  // namespace

TEST_CASE("no reply reaches another caller, whatever fails", "[client][redis]") {
  expect_no_mismatch(false, 60'000);
}

TEST_CASE("no reply reaches another caller, whatever fails, under TLS", "[client][redis]") {
  expect_no_mismatch(true, 40'000);
}

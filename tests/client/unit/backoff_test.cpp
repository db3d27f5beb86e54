#include "backoff.h"
#include "support/catch.h"

using redisconf::Backoff;
using namespace std::chrono_literals;

TEST_CASE("the ceiling of the pauses doubles up to the longest", "[client][backoff]") {
  Backoff backoff(50ms, 300ms);

  CHECK(backoff.next(1.0) == 50ms);
  CHECK(backoff.next(1.0) == 100ms);
  CHECK(backoff.next(1.0) == 200ms);
  CHECK(backoff.next(1.0) == 300ms);
  CHECK(backoff.next(1.0) == 300ms);
}

TEST_CASE("full jitter: a pause lies anywhere below the ceiling", "[client][backoff]") {
  Backoff backoff(50ms, 300ms);

  CHECK(backoff.next(0.0) == 0ms);
  CHECK(backoff.next(0.5) == 50ms);
}

TEST_CASE("a reset begins again", "[client][backoff]") {
  Backoff backoff(50ms, 300ms);
  static_cast<void>(backoff.next(1.0));
  static_cast<void>(backoff.next(1.0));
  backoff.reset();

  CHECK(backoff.next(1.0) == 50ms);
}

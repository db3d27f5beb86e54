#include "support/catch.h"

#include <redisconf/client/deadline.h>

#include <limits>

using redisconf::Deadline;
using namespace std::chrono_literals;

TEST_CASE("a deadline in the past has passed and leaves no time to wait", "[client][deadline]") {
  const Deadline deadline(Deadline::Clock::now() - 1s);

  CHECK(deadline.passed());
  CHECK(deadline.poll_milliseconds() == 0);
}

TEST_CASE("a wait is rounded up, so that it never ends before the deadline", "[client][deadline]") {
  const Deadline deadline(Deadline::Clock::now() + 1h + 1us);

  CHECK_FALSE(deadline.passed());
  CHECK(deadline.poll_milliseconds() > 3'000'000);
  CHECK(deadline.poll_milliseconds() <= 3'600'001);
}

TEST_CASE("a wait that poll() can't express is cut to its longest", "[client][deadline]") {
  CHECK(Deadline::after(std::chrono::hours(24 * 365)).poll_milliseconds() == std::numeric_limits<int>::max());
}

TEST_CASE("a stage's own limit only ever brings a deadline forward", "[client][deadline]") {
  const Deadline deadline = Deadline::after(1h);

  CHECK(deadline.capped(1min).at() < deadline.at());
  CHECK(deadline.capped(2h).at() == deadline.at());
}

#include "backoff.h"
#include "support/catch.h"

using redisconf::queue::retry_pause;
using namespace std::chrono_literals;

TEST_CASE("pauses double up to the most, and chance takes off up to a half") {
  CHECK(retry_pause(1, 1s, 5min, 0) == 1s);
  CHECK(retry_pause(2, 1s, 5min, 0) == 2s);
  CHECK(retry_pause(5, 1s, 5min, 0) == 16s);
  CHECK(retry_pause(12, 1s, 5min, 0) == 5min);
  CHECK(retry_pause(2'000'000'000, 1s, 5min, 0) == 5min);
  CHECK(retry_pause(1, 1s, 5min, 1) == 500ms);
  CHECK(retry_pause(3, 1s, 5min, 0.5) == 3s);
}

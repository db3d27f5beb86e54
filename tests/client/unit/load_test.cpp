#include "load.h"
#include "support/catch.h"

using redisconf::LoadGauge;
using redisconf::SocketPolling;
using namespace std::chrono_literals;

TEST_CASE("a costly yield ends looking, and only some cheap looks bring it back", "[client][load]") {
  LoadGauge gauge;
  LoadGauge::TimePoint now{1h};
  CHECK(gauge.is_calm(now));
  gauge.look_took(50us, now);
  CHECK(gauge.is_calm(now));

  gauge.look_took(3ms, now);
  CHECK_FALSE(gauge.is_calm(now + 1ms));
  for (int look = 0; look < 5; ++look) {
    now += 101ms;
    CHECK(gauge.is_calm(now));        // one thread may try
    CHECK_FALSE(gauge.is_calm(now));  // and no other
    gauge.look_took(50us, now);
  }
  CHECK(gauge.is_calm(now));
  CHECK(gauge.is_calm(now));
}

namespace {

// How many of so many commands are awaited by polling, when the two ways take so long.
int polls(SocketPolling& polling, int commands, SocketPolling::Duration polled,
          SocketPolling::Duration slept) {
  int count = 0;
  for (int command = 0; command < commands; ++command) {
    const bool poll = polling.choose();
    count += poll ? 1 : 0;
    polling.took(poll, poll ? polled : slept);
  }
  return count;
}

}  // namespace

TEST_CASE("a socket is polled where that is faster, and hardly ever where it is not", "[client][load]") {
  SocketPolling near;
  CHECK(polls(near, 10'000, 26us, 70us) > 9'800);

  SocketPolling one_core;
  CHECK(polls(one_core, 10'000, 12us, 8us) < 100);

  SocketPolling far;
  CHECK(polls(far, 10'000, 1000us, 1000us) < 100);
}

TEST_CASE("a change of the better way is noticed", "[client][load]") {
  SocketPolling polling;
  CHECK(polls(polling, 10'000, 70us, 8us) < 100);
  CHECK(polls(polling, 20'000, 26us, 70us) > 10'000);
  CHECK(polls(polling, 20'000, 70us, 26us) < 1'000);
}

#include "load.h"
#include "support/catch.h"

using redisconf::LoadGauge;
using redisconf::SocketPolling;
using namespace std::chrono_literals;

TEST_CASE("a costly yield ends looking, and only some cheap ones bring it back", "[client][load]") {
  LoadGauge gauge;
  const LoadGauge::TimePoint start{1h};
  CHECK(gauge.is_calm(start));
  gauge.yield_took(50us, start);
  CHECK(gauge.is_calm(start));

  gauge.yield_took(3ms, start);
  CHECK_FALSE(gauge.is_calm(start + 1ms));
  CHECK(gauge.is_calm(start + 101ms));        // one thread may try
  CHECK_FALSE(gauge.is_calm(start + 102ms));  // and no other
  gauge.yield_took(50us, start + 103ms);
  CHECK_FALSE(gauge.is_calm(start + 104ms));
  gauge.yield_took(50us, start + 105ms);
  gauge.yield_took(50us, start + 106ms);
  CHECK(gauge.is_calm(start + 107ms));
}

TEST_CASE("polling a socket is given up where it does not pay, and tried ever less", "[client][load]") {
  SocketPolling polling;
  int trials = 0;
  for (int call = 0; call < 100'000; ++call) {
    if (!polling.is_worthwhile()) continue;
    ++trials;
    polling.failed();
  }
  CHECK(trials < 40);
}

TEST_CASE("polling a socket goes on where it pays", "[client][load]") {
  SocketPolling polling;
  for (int call = 0; call < 1000; ++call) {
    REQUIRE(polling.is_worthwhile());
    polling.succeeded();
  }
  polling.failed();
  CHECK(polling.is_worthwhile());
}

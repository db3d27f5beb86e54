#include "redisconf/cache/iso8601.h"

#include "support/catch.h"
#include "support/property.h"

#include <limits>
#include <stdexcept>

using redisconf::iso8601_text;
using redisconf::iso8601_time;
using redisconf::ticks_of;
using redisconf::unix_time_of;
using redisconf::UnixTime;

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

}  // namespace

TEST_CASE("times are written in UTC, with as many digits of a second as hold them", "[cache][unit]") {
  CHECK(iso8601_text({0, 0}) == "1970-01-01T00:00:00Z");
  CHECK(iso8601_text({1'769'860'800, 250'000'000}) == "2026-01-31T12:00:00.250Z");
  CHECK(iso8601_text({1'769'860'800, 1'000}) == "2026-01-31T12:00:00.000001Z");
  CHECK(iso8601_text({1'769'860'800, 1}) == "2026-01-31T12:00:00.000000001Z");
  CHECK(iso8601_text({951'782'400, 0}) == "2000-02-29T00:00:00Z");
}

TEST_CASE("times before 1970 and in the far future are written too", "[cache][unit]") {
  CHECK(iso8601_text({-1, 999'000'000}) == "1969-12-31T23:59:59.999Z");
  CHECK(iso8601_text({-62'167'219'200, 0}) == "0000-01-01T00:00:00Z");
  CHECK(iso8601_text({-62'167'219'201, 0}) == "-000001-12-31T23:59:59Z");
  CHECK(iso8601_text({253'402'300'799, 0}) == "9999-12-31T23:59:59Z");
  CHECK(iso8601_text({253'402'300'800, 0}) == "+010000-01-01T00:00:00Z");
  CHECK_THROWS_AS(iso8601_text({kMost, 0}), std::out_of_range);
  CHECK_THROWS_AS(iso8601_text({kLeast, 0}), std::out_of_range);
}

TEST_CASE("times of others are read: offsets, any digits of a second", "[cache][unit]") {
  CHECK(iso8601_time("2026-01-31T12:00:00Z") == UnixTime{1'769'860'800, 0});
  CHECK(iso8601_time("2026-01-31T14:00:00+02:00") == UnixTime{1'769'860'800, 0});
  CHECK(iso8601_time("2026-01-31T06:30:00-05:30") == UnixTime{1'769'860'800, 0});
  CHECK(iso8601_time("2026-01-31T12:00:00.5Z") == UnixTime{1'769'860'800, 500'000'000});
  CHECK(iso8601_time("2026-01-31T12:00:00.123456789Z") == UnixTime{1'769'860'800, 123'456'789});
}

TEST_CASE("what is no time does not parse", "[cache][unit]") {
  for (const char* const text :
       {"", "2026", "2026-01-31", "2026-01-31 12:00:00Z", "2026-01-31T12:00:00", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T12:60:00Z",
        "2026-01-31T12:00:60Z", "2026-01-31T12:00:00.Z", "2026-01-31T12:00:00.1234567890Z",
        "2026-01-31T12:00:00Z ", "2026-01-31T12:00:00+0200", "-000000-01-01T00:00:00Z", "+26-01-31T12:00:00Z",
        "2026-01-31T12:00:00*02:00"}) {
    CAPTURE(text);
    CHECK_FALSE(iso8601_time(text));
  }
}

TEST_CASE("every time comes back as it was", "[cache][unit]") {
  CHECK(redisconf::test::holds_for_all("a time that was written is read", [] {
    const UnixTime time{*rc::gen::inRange<std::int64_t>(-31'000'000'000'000, 31'000'000'000'000),
                        *rc::gen::inRange<std::uint32_t>(0, 1'000'000'000)};
    RC_ASSERT(iso8601_time(iso8601_text(time)) == time);
  }));
}

TEST_CASE("ticks of any unit are rounded down, and tell when they don't fit", "[cache][unit]") {
  CHECK(ticks_of({5, 999'999'999}, 1, 1) == 5);
  CHECK(ticks_of({5, 999'999'999}, 1, 1'000) == 5'999);
  CHECK(ticks_of({-5, 500'000'000}, 1, 1'000) == -4'500);
  CHECK(ticks_of({-1, 0}, 86'400, 1) == -1);
  CHECK(ticks_of({86'400, 0}, 86'400, 1) == 1);
  CHECK_FALSE(ticks_of({253'402'300'799, 0}, 1, 1'000'000'000));
  using Nanoseconds = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;
  for (const auto time : {Nanoseconds::min(), Nanoseconds::max()}) {
    CHECK(ticks_of(unix_time_of(time), 1, 1'000'000'000) == time.time_since_epoch().count());
  }
}

#include "load.h"
#include "support/catch.h"

using redisconf::LastCompany;
using redisconf::LoadGauge;
using redisconf::SocketPolling;
using namespace std::chrono_literals;

namespace {

// One thread looks so often, and so many of its yields take that long.
void look(LoadGauge& gauge, LoadGauge::TimePoint now, int looks, int costly, LoadGauge::Duration took) {
  for (int i = 0; i < looks; ++i) {
    LoadGauge::Yields yields;
    for (int yield = 0; yield < 10; ++yield) yields.add(yield == 0 && i < costly ? took : 5us);
    gauge.judge(yields, now);
  }
}

}  // namespace

TEST_CASE("a few long yields among a thousand do not end looking, many do", "[client][load]") {
  LoadGauge gauge;
  const LoadGauge::TimePoint now{1h};
  CHECK(gauge.is_calm(now));
  for (int thousand = 0; thousand < 20; ++thousand) look(gauge, now, 103, 4, 3ms);
  CHECK(gauge.is_calm(now));
  look(gauge, now, 103, 40, 900us);
  CHECK(gauge.is_calm(now));
  look(gauge, now, 103, 27, 3ms);
  CHECK_FALSE(gauge.is_calm(now));
  CHECK_FALSE(gauge.was_calm());
}

TEST_CASE("looking is tried again, ever later while that fails", "[client][load]") {
  LoadGauge gauge;
  LoadGauge::TimePoint now{1h};
  for (const auto pause : {100ms, 200ms, 400ms, 800ms, 1600ms, 1600ms}) {
    look(gauge, now, 20, 20, 3ms);
    CHECK_FALSE(gauge.is_calm(now + pause - 1us));
    CHECK(gauge.is_calm(now + pause));
    now += pause;
  }
  look(gauge, now, 103, 0, 3ms);  // a trial that went well
  look(gauge, now, 20, 20, 3ms);
  CHECK_FALSE(gauge.is_calm(now + 100ms - 1us));
  CHECK(gauge.is_calm(now + 100ms));
}

TEST_CASE("a thread that found the answer at once has judged nothing", "[client][load]") {
  LoadGauge gauge;
  gauge.judge({}, LoadGauge::TimePoint(1h));
  CHECK(gauge.was_calm());
}

TEST_CASE("a caller is alone a millisecond after the last that had company", "[client][load]") {
  LastCompany company;
  const LastCompany::TimePoint now{1h};
  CHECK(company.is_long_ago(now));
  company.note(now);
  CHECK_FALSE(company.is_long_ago(now + 1ms));
  CHECK(company.is_long_ago(now + 1ms + 1us));
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

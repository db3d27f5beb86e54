#include "load.h"
#include "processor_times.h"
#include "support/catch.h"

#include <array>
#include <string_view>

using redisconf::LastCompany;
using redisconf::LoadGauge;
using redisconf::parse_processor_times;
using redisconf::ProcessorTimes;
using redisconf::SocketPolling;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

// What the gauge is told: two processors, and who used how much of them since the last look.
std::optional<ProcessorTimes> told;

void pass(std::chrono::milliseconds others, std::chrono::milliseconds own) {
  told->all += 200ms;
  told->own += own;
  told->idle += 200ms - others - own;
}

class Machine {
 public:
  Machine() { told = ProcessorTimes{}; }

  // One look after 100 ms in which others and this process used so much of 200 ms.
  bool calm_after(std::chrono::milliseconds others, std::chrono::milliseconds own) {
    pass(others, own);
    now_ += LoadGauge::kPeriod;
    return gauge_.is_calm(now_);
  }

  LoadGauge& gauge() { return gauge_; }
  LoadGauge::TimePoint now() const { return now_; }

 private:
  LoadGauge gauge_{[] { return told; }};
  LoadGauge::TimePoint now_{1h};
};

cpu_set_t processors(std::initializer_list<int> numbers) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int number : numbers) CPU_SET(static_cast<std::size_t>(number), &set);
  return set;
}

}  // namespace

TEST_CASE("a machine is calm when two looks say so", "[client][load]") {
  Machine machine;
  CHECK_FALSE(machine.gauge().was_calm());
  CHECK_FALSE(machine.calm_after(0ms, 0ms));
  CHECK(machine.calm_after(100ms, 100ms));  // a busy server, and this process
  CHECK(machine.gauge().was_calm());
}

TEST_CASE("what this process uses makes no machine busy, what others use does", "[client][load]") {
  Machine machine;
  machine.calm_after(0ms, 0ms);
  CHECK(machine.calm_after(60ms, 140ms));
  CHECK(machine.calm_after(130ms, 70ms));
  CHECK_FALSE(machine.calm_after(150ms, 50ms));
}

TEST_CASE("a busy machine is calm again after four quiet looks in a row", "[client][load]") {
  Machine machine;
  machine.calm_after(0ms, 0ms);
  CHECK_FALSE(machine.calm_after(190ms, 10ms));
  for (int look = 0; look < 20; ++look) CHECK_FALSE(machine.calm_after(100ms, 100ms));
  for (int look = 0; look < 3; ++look) CHECK_FALSE(machine.calm_after(40ms, 120ms));
  CHECK_FALSE(machine.calm_after(100ms, 100ms));
  for (int look = 0; look < 3; ++look) CHECK_FALSE(machine.calm_after(40ms, 120ms));
  CHECK(machine.calm_after(40ms, 120ms));
}

TEST_CASE("a machine is looked at every 100 ms, and is not calm when it does not tell", "[client][load]") {
  Machine machine;
  machine.calm_after(0ms, 0ms);
  REQUIRE(machine.calm_after(0ms, 0ms));
  pass(200ms, 0ms);
  CHECK(machine.gauge().is_calm(machine.now() + LoadGauge::kPeriod - 1ns));
  told.reset();
  CHECK_FALSE(machine.gauge().is_calm(machine.now() + LoadGauge::kPeriod));
}

TEST_CASE("a process that was moved to other processors is judged anew from there", "[client][load]") {
  Machine machine;
  machine.calm_after(0ms, 0ms);
  REQUIRE(machine.calm_after(0ms, 0ms));
  told->processors = processors({0});
  told->all += 1h;  // what the new ones had to do since the start of the system
  CHECK(machine.calm_after(0ms, 0ms));
  CHECK(machine.calm_after(0ms, 0ms));
  CHECK_FALSE(machine.calm_after(200ms, 0ms));
}

TEST_CASE("the times of the processors that may be used are added up", "[client][load]") {
  constexpr auto kStat =
      "cpu  33 3 6 90 12 6 9 12 5 0\n"
      "cpu0 10 1 2 30 4 2 3 4 5 0\n"
      "cpu1 11 1 2 30 4 2 3 4 0 0\n"
      "cpu12 12 1 2 30 4 2 3 4 0 0\n"
      "intr 4711 1 2 3\n"sv;
  const auto one = parse_processor_times(kStat, processors({12}), 100);
  REQUIRE(one);
  CHECK(one->all == 580ms);
  CHECK(one->idle == 340ms);
  CHECK(one->own == 0ms);
  CHECK(parse_processor_times(kStat, processors({0, 1}), 100)->all == 1130ms);
}

TEST_CASE("text that is no /proc/stat tells nothing", "[client][load]") {
  for (const auto text :
       {""sv, "cpu"sv, "cpu0"sv, "cpu0 a b"sv, "cpu99999999999999999999 1 2"sv, "btime 1\n"sv})
    CHECK_FALSE(parse_processor_times(text, processors({0}), 100));
  CHECK_FALSE(parse_processor_times("cpu0 1 1 1 1 1 1 1 1"sv, processors({0}), 0));
}

TEST_CASE("the system tells its times", "[client][load]") {
  const auto times = redisconf::processor_times();
  REQUIRE(times);
  CHECK(times->all > 0ms);
  CHECK(times->idle <= times->all);
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

  SocketPolling hardly_better;  // not worth a processor
  CHECK(polls(hardly_better, 10'000, 21us, 27us) < 100);

  SocketPolling one_core;
  CHECK(polls(one_core, 10'000, 12us, 8us) < 100);

  SocketPolling far;
  CHECK(polls(far, 10'000, 1000us, 1000us) < 100);
}

TEST_CASE("a socket is never polled for longer than sleeping takes", "[client][load]") {
  SocketPolling polling;
  CHECK(polling.longest() == SocketPolling::kLongest);
  polling.took(false, 20us);
  CHECK(polling.longest() == 20us);
  SocketPolling far;
  far.took(false, 1ms);
  CHECK(far.longest() == SocketPolling::kLongest);
}

TEST_CASE("a change of the better way is noticed", "[client][load]") {
  SocketPolling polling;
  CHECK(polls(polling, 10'000, 70us, 8us) < 100);
  CHECK(polls(polling, 20'000, 26us, 70us) > 8'000);
  CHECK(polls(polling, 20'000, 70us, 26us) < 1'000);
}

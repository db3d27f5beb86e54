#include "shared_probe.h"

#include "support/catch.h"

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <vector>

using redisconf::SharedProbe;
using namespace std::chrono_literals;

namespace {

using Time = std::chrono::steady_clock::time_point;

// A clock that stands still until told.
struct Clock {
  Time time{};
  [[nodiscard]] auto reader() {
    return [this] { return time; };
  }
};

}  // namespace

TEST_CASE("a probe is not repeated while its result is young", "[health]") {
  Clock clock;
  int probes = 0;
  SharedProbe<int> probe(
      1s, [&] { return ++probes; }, clock.reader());

  CHECK(*probe.get() == 1);
  clock.time += 1s;
  CHECK(*probe.get() == 1);
  clock.time += 1ms;
  CHECK(*probe.get() == 2);
}

TEST_CASE("age counts from the end of a probe, which may be slow", "[health]") {
  Clock clock;
  int probes = 0;
  SharedProbe<int> probe(
      1s,
      [&] {
        clock.time += 5s;
        return ++probes;
      },
      clock.reader());

  CHECK(*probe.get() == 1);
  clock.time += 900ms;
  CHECK(*probe.get() == 1);
}

TEST_CASE("whoever asks while a probe runs shares its result", "[health]") {
  Clock clock;
  std::promise<void> started;
  std::promise<void> release;
  std::atomic<int> probes = 0;
  SharedProbe<int> probe(
      1ms,
      [&] {
        started.set_value();
        release.get_future().wait();
        return ++probes;
      },
      clock.reader());

  std::vector<std::future<int>> answers;
  const auto ask = [&] { return *probe.get(); };
  answers.push_back(std::async(std::launch::async, ask));
  started.get_future().wait();
  for (int others = 0; others < 8; ++others) answers.push_back(std::async(std::launch::async, ask));
  release.set_value();

  for (auto& answer : answers) CHECK(answer.get() == 1);
  CHECK(probes == 1);
}

TEST_CASE("a probe that throws is tried again by the next one", "[health]") {
  Clock clock;
  int probes = 0;
  SharedProbe<int> probe(
      1s,
      [&] {
        if (++probes == 1) throw std::runtime_error("out of luck");
        return probes;
      },
      clock.reader());

  CHECK_THROWS_AS(static_cast<void>(probe.get()), std::runtime_error);
  CHECK(*probe.get() == 2);
}

#include "background_dialler.h"
#include "fault.h"
#include "support/catch.h"
#include "waits_cut_short.h"

#include <atomic>
#include <latch>
#include <thread>

using redisconf::BackgroundDialler;
using namespace std::chrono_literals;

TEST_CASE("nothing is dialled before it is asked for", "[client][background_dialler]") {
  std::atomic<int> steps{0};
  {
    BackgroundDialler dialler([&] {
      ++steps;
      return std::nullopt;
    });
  }
  CHECK(steps == 0);
}

TEST_CASE("steps follow each other until there is nothing more to do", "[client][background_dialler]") {
  std::latch fifth(5);
  std::atomic<int> steps{0};
  BackgroundDialler dialler([&]() -> std::optional<BackgroundDialler::Duration> {
    fifth.count_down();
    if (++steps == 5) return std::nullopt;
    return 0ms;
  });
  dialler.wake();
  fifth.wait();
  CHECK(steps == 5);
}

TEST_CASE("a wake ends the pause before the next step", "[client][background_dialler]") {
  std::latch first(1);
  std::latch second(2);
  BackgroundDialler dialler([&]() -> std::optional<BackgroundDialler::Duration> {
    second.count_down();
    first.count_down(first.try_wait() ? 0 : 1);
    return 1h;
  });
  dialler.wake();
  first.wait();
  dialler.wake();
  second.wait();
  SUCCEED("the second step did not wait an hour");
}

TEST_CASE("the end does not wait for a pause", "[client][background_dialler]") {
  std::latch stepped(1);
  BackgroundDialler dialler([&]() -> std::optional<BackgroundDialler::Duration> {
    stepped.count_down();
    return 1h;
  });
  dialler.wake();
  stepped.wait();
}

TEST_CASE("the end cuts short what a step waits for", "[client][background_dialler]") {
  std::latch waiting(1);
  std::atomic<bool> cut{false};
  {
    BackgroundDialler dialler([&]() -> std::optional<BackgroundDialler::Duration> {
      const redisconf::Deadline deadline = redisconf::Deadline::after(1h);
      waiting.count_down();
      try {
        while (!deadline.passed())
          std::this_thread::sleep_until(std::min(redisconf::next_look(deadline).at(), deadline.at()));
      } catch (const redisconf::Fault&) {
        cut = true;
      }
      return std::nullopt;
    });
    dialler.wake();
    waiting.wait();
  }
  CHECK(cut);
}

TEST_CASE("waits of other threads are not cut short", "[client][background_dialler]") {
  const redisconf::Deadline deadline = redisconf::Deadline::after(1h);
  CHECK(redisconf::next_look(deadline).at() == deadline.at());
}

#include "stop_signals.h"

#include "support/catch.h"

#include <unistd.h>

#include <future>
#include <stdexcept>
#include <thread>

using redisconf::StopSignals;

TEST_CASE("each stop signal ends the wait, before it or during it", "[stop-signals]") {
  for (const int signal : {SIGINT, SIGTERM}) {
    const StopSignals before;
    ::kill(::getpid(), signal);
    before.wait();
  }
  const StopSignals during;
  auto waiting = std::async(std::launch::async, [&] { during.wait(); });
  ::kill(::getpid(), SIGTERM);
  waiting.get();
  SUCCEED();
}

TEST_CASE("a signal that reaches another thread ends the wait too", "[stop-signals]") {
  const StopSignals signals;
  std::thread other([] { ::raise(SIGTERM); });
  other.join();
  signals.wait();
  SUCCEED();
}

TEST_CASE("many signals do not block a handler", "[stop-signals]") {
  const StopSignals signals;
  for (int round = 0; round < 100'000; ++round) signals.wake();  // more than a pipe holds
  ::kill(::getpid(), SIGINT);
  signals.wait();
  SUCCEED();
}

TEST_CASE("the signals have one owner, who gives them back", "[stop-signals]") {
  struct sigaction before {};
  ::sigaction(SIGTERM, nullptr, &before);
  {
    const StopSignals signals;
    CHECK_THROWS_AS(StopSignals(), std::logic_error);
    struct sigaction during {};
    ::sigaction(SIGTERM, nullptr, &during);
    CHECK(during.sa_handler != before.sa_handler);
  }
  struct sigaction after {};
  ::sigaction(SIGTERM, nullptr, &after);
  CHECK(after.sa_handler == before.sa_handler);
  const StopSignals again;
}

#include "background_tasks.h"

#include "support/catch.h"
#include "support/in_child.h"

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

using redisconf::cache::BackgroundTasks;
using redisconf::test::holds_in_child;

TEST_CASE("tasks run in the background, and what one throws harms no other", "[cache][unit]") {
  std::promise<void> done;
  BackgroundTasks tasks(1, 4);  // ends before what its tasks use
  REQUIRE(tasks.post([] { throw std::runtime_error("dropped"); }));
  REQUIRE(tasks.post([&] { done.set_value(); }));
  done.get_future().get();
}

TEST_CASE("what does not fit is refused", "[cache][unit]") {
  std::promise<void> started;
  std::promise<void> go;
  const auto gate = go.get_future().share();
  BackgroundTasks tasks(1, 2);
  REQUIRE(tasks.post([&] {
    started.set_value();
    gate.wait();
  }));
  started.get_future().get();
  CHECK(tasks.post([] {}));
  CHECK(tasks.post([] {}));
  CHECK_FALSE(tasks.post([] {}));
  go.set_value();
}

TEST_CASE("several threads work at once", "[cache][unit]") {
  std::promise<void> first;
  std::promise<void> second;
  BackgroundTasks tasks(2, 4);
  REQUIRE(tasks.post([&, ready = second.get_future().share()] {
    ready.wait();  // needs the other task to run meanwhile
    first.set_value();
  }));
  REQUIRE(tasks.post([&] { second.set_value(); }));
  first.get_future().get();
}

TEST_CASE("closing waits for what runs, drops what waits, and refuses what comes", "[cache][unit]") {
  std::promise<void> started;
  std::promise<void> go;
  std::atomic<bool> finished{false};
  BackgroundTasks tasks(1, 4);
  REQUIRE(tasks.post([&] {
    started.set_value();
    go.get_future().wait();
    finished = true;
  }));
  started.get_future().get();
  const auto token = std::make_shared<int>(0);
  REQUIRE(tasks.post([token] { FAIL("it was to be dropped"); }));
  auto closing = std::async(std::launch::async, [&] { tasks.close(); });
  while (token.use_count() > 1) std::this_thread::yield();  // until close() has begun
  go.set_value();
  closing.get();
  CHECK(finished);
  CHECK_FALSE(tasks.post([] {}));
}

TEST_CASE("a child process has no background", "[cache][unit]") {
  std::promise<void> done;
  BackgroundTasks tasks(1, 4);
  REQUIRE(tasks.post([&] { done.set_value(); }));
  done.get_future().get();
  CHECK(holds_in_child([&] {
    const bool refused = !tasks.post([] {});
    tasks.close();
    return refused;
  }));
}

#include "parallel/in_order.h"

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "diagnostics/formats.h"
#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;

TEST_CASE("results come in order, whatever their number") {
  const auto count = GENERATE(as<std::size_t>{}, 0, 1, 7, 8, 16, 64, 65, 1000);
  std::vector<std::size_t> taken;
  in_order(
      count, [](std::size_t index) { return index * 3; },
      [&taken](std::size_t result) {
        taken.push_back(result);
        return true;
      });
  REQUIRE(taken.size() == count);
  for (std::size_t index = 0; index < count; ++index) CHECK(taken[index] == index * 3);
}

TEST_CASE("work runs ahead by a bounded number of results") {
  std::atomic<std::size_t> begun{0};
  std::size_t furthest = 0;
  std::size_t taken = 0;
  in_order(
      1000, [&begun](std::size_t) { return ++begun; },
      [&](std::size_t) {
        furthest = std::max(furthest, begun.load() - taken);
        ++taken;
        return true;
      });
  CHECK(taken == 1000);
  CHECK(furthest <= in_order_detail::kAhead + 1);
}

TEST_CASE("nothing is taken after taking has ended") {
  std::atomic<std::size_t> begun{0};
  std::size_t taken = 0;
  in_order(
      1000, [&begun](std::size_t index) { return begun++, index; },
      [&taken](std::size_t index) {
        ++taken;
        return index < 4;
      });
  CHECK(taken == 5);
  CHECK(begun < 1000);
}

TEST_CASE("what work throws reaches the caller in its turn") {
  std::size_t taken = 0;
  const auto work = [](std::size_t index) {
    if (index == 40 || index == 41) throw std::runtime_error(std::to_string(index));
    return index;
  };
  CHECK_THROWS_WITH(in_order(100, work, [&taken](std::size_t) { return ++taken, true; }), "40");
  CHECK(taken == 40);
}

TEST_CASE("diagnostics of many services stand in the services' order") {
  const TemporaryFolder folder;
  folder.write("schema/redis.yaml", kSharedSchema);
  for (int number = 100; number < 160; ++number) {
    const std::string name = "svc" + std::to_string(number);
    folder.write("schema/services/" + name + ".yaml", "redisconf: 1\nservice: " + name + "\nwrong: x\n");
  }
  const auto report = [&folder] {
    return format_diagnostics(load_project(folder.path("schema/redis.yaml"), {})->diagnostics, false);
  };
  const std::string first = report();
  std::size_t at = 0;
  for (int number = 100; number < 160; ++number) {
    at = first.find("svc" + std::to_string(number) + ".yaml:3:1: error: unknown key", at);
    REQUIRE(at != std::string::npos);
  }
  CHECK(report() == first);
}

TEST_CASE("a rule that a shared setting breaks is reported once, with all services") {
  const TemporaryFolder folder;
  folder.write("schema/redis.yaml",
               "redisconf: 1\ndefaults:\n  retry: {initial_backoff: 5s, max_backoff: 3s}\n"
               "environments:\n  development: {connection: {host: localhost}}\n");
  for (int number = 100; number < 160; ++number) {
    const std::string name = "svc" + std::to_string(number);
    folder.write("schema/services/" + name + ".yaml", "redisconf: 1\nservice: " + name + '\n');
  }
  const auto project = load_project(folder.path("schema/redis.yaml"), {});
  REQUIRE(project->diagnostics.sorted().size() == 1);
  const auto& contexts = project->diagnostics.sorted().front()->contexts;
  REQUIRE(contexts.size() == 60);
  CHECK(contexts.front() == "svc100.development");
  CHECK(contexts.back() == "svc159.development");
}

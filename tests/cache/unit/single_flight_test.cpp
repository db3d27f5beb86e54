#include "single_flight.h"

#include "support/catch.h"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

using redisconf::Deadline;
using redisconf::cache::Landing;
using redisconf::cache::SingleFlight;
using namespace std::chrono_literals;

namespace {

Landing entry(const char* text) { return {std::make_shared<const std::string>(text), nullptr}; }

}  // namespace

TEST_CASE("the first leads, the others get what it brings", "[cache][unit]") {
  SingleFlight table;
  const auto first = table.board("key");
  CHECK(first.leads);
  const auto second = table.board("key");
  CHECK_FALSE(second.leads);
  CHECK(table.board("other key").leads);
  CHECK_FALSE(second.flight->wait(Deadline(Deadline::Clock::now())));

  table.land(first.flight, entry("value"));
  const auto landing = second.flight->wait(Deadline::after(30s));
  REQUIRE(landing);
  CHECK(*landing->entry == "value");
  CHECK(table.board("key").leads);  // the next one flies anew
}

TEST_CASE("an error reaches everyone who waits", "[cache][unit]") {
  SingleFlight table;
  const auto first = table.board("key");
  const auto second = table.board("key");
  table.land(first.flight, {nullptr, std::make_exception_ptr(std::runtime_error("no"))});
  const auto landing = second.flight->wait(Deadline::after(30s));
  REQUIRE(landing);
  CHECK_THROWS_AS(std::rethrow_exception(landing->error), std::runtime_error);
}

TEST_CASE("a flight knows who leads it until it has landed", "[cache][unit]") {
  SingleFlight table;
  const auto boarding = table.board("key");
  CHECK_FALSE(boarding.flight->is_led_by_this_thread());
  boarding.flight->led_by_this_thread();
  CHECK(boarding.flight->is_led_by_this_thread());
  std::thread([&] { CHECK_FALSE(boarding.flight->is_led_by_this_thread()); }).join();
  table.land(boarding.flight, entry("value"));
  CHECK_FALSE(boarding.flight->is_led_by_this_thread());
}

TEST_CASE("of many threads one leads each flight", "[cache][unit]") {
  SingleFlight table;
  std::atomic<int> leaders{0};
  std::atomic<int> boarded{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      const auto boarding = table.board("key");
      ++boarded;
      if (!boarding.leads) {
        CHECK(boarding.flight->wait(Deadline::after(30s)));
        return;
      }
      ++leaders;
      while (boarded < 16) std::this_thread::yield();
      table.land(boarding.flight, entry("value"));
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(leaders == 1);
}

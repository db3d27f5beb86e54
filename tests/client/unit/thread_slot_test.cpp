#include "thread_slot.h"
#include "support/catch.h"

#include <set>
#include <thread>
#include <vector>

using redisconf::kSharedSlot;
using redisconf::PerThread;
using redisconf::SlotCounter;
using redisconf::this_thread_slot;

namespace {

// Counts `each` on `threads` threads that all live at once; returns the slots they had.
std::multiset<std::size_t> count_at_once(PerThread<SlotCounter>& counters, int threads, int each) {
  std::vector<std::size_t> slots(static_cast<std::size_t>(threads));
  std::atomic<int> started{0};
  std::vector<std::thread> running;
  for (std::size_t index = 0; index < slots.size(); ++index) {
    running.emplace_back([&, index] {
      slots[index] = this_thread_slot();
      ++started;
      while (started < threads) std::this_thread::yield();
      for (int count = 0; count < each; ++count) counters.at(slots[index])->add(slots[index], 1);
    });
  }
  for (std::thread& thread : running) thread.join();
  return {slots.begin(), slots.end()};
}

std::uint64_t sum(const PerThread<SlotCounter>& counters) {
  std::uint64_t sum = 0;
  counters.for_each([&](const SlotCounter& counter) { sum += counter.value(); });
  return sum;
}

}  // namespace

TEST_CASE("a thread keeps its slot, and no other living thread has it", "[client][thread_slot]") {
  const std::size_t own = this_thread_slot();
  PerThread<SlotCounter> counters;
  const auto slots = count_at_once(counters, 20, 1000);

  CHECK(this_thread_slot() == own);
  CHECK(std::set<std::size_t>(slots.begin(), slots.end()).size() == 20);
  CHECK(slots.count(own) == 0);
  CHECK(sum(counters) == 20000);
}

TEST_CASE("threads beyond the slots share the last one and lose no count", "[client][thread_slot]") {
  PerThread<SlotCounter> counters;
  const auto slots = count_at_once(counters, 200, 500);

  CHECK(slots.count(kSharedSlot) >= 200 - kSharedSlot);
  CHECK(sum(counters) == 100000);
}

TEST_CASE("a slot is used again after its thread, with what was counted", "[client][thread_slot]") {
  PerThread<SlotCounter> counters;
  std::set<std::size_t> slots;
  for (int thread = 0; thread < 300; ++thread) {
    std::thread([&] {
      const std::size_t slot = this_thread_slot();
      slots.insert(slot);
      counters.at(slot)->add(slot, 1);
    }).join();
  }

  CHECK(slots.count(kSharedSlot) == 0);
  CHECK(sum(counters) == 300);
}

// All that a history is made of, for the system calls to find (system_threads.cpp, system_network.cpp,
// system_chance.cpp). The client is linked with -Wl,--wrap: clock, randomness, threads, locks and sockets
// of the operating system are its interface to a world, and a simulated one looks the same to it.
#pragma once

#include "sim/chance.h"
#include "sim/ledger.h"
#include "sim/network.h"
#include "sim/scheduler.h"
#include "sim/server.h"
#include "sim/trace.h"
#include "sim/weather.h"

#include <cstddef>
#include <cstdint>

namespace redisconf::sim {

struct World {
  World(std::uint64_t seed, bool with_text);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() { current = nullptr; }

  // nullptr outside a history.
  static World* current;

  // The history of a thread that runs; nullptr when the caller is to have the real thing.
  [[nodiscard]] static World* of_thread() noexcept {
    return current != nullptr && current->scheduler.in_thread() ? current : nullptr;
  }

  // What a system call costs; others may run meanwhile.
  void system_call() {
    ++fruitless_calls;
    scheduler.pass(chance.between(Duration(100), Duration(1500)));
  }

  void bytes_moved() noexcept { fruitless_calls -= 3; }

  // The way back from one, in which a thread may lose its processor for long.
  void system_call_ends();

  void calm_down();

  Chance chance;
  Trace trace;
  Weather weather;
  Scheduler scheduler;
  Network network;
  Ledger ledger;
  Server server;
  Duration stalled{};                // by all threads together
  std::int64_t fruitless_calls = 0;  // of the system, beside two for each that moved bytes
  std::size_t calls_under_way = 0;
};

}  // namespace redisconf::sim

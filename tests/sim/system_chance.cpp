// Clock and randomness of the operating system, as --wrap gives them to the client.
#include "resilience.h"
#include "sim/sightings.h"
#include "sim/world.h"

#include <chrono>
#include <random>

namespace redisconf::sim {

Time real_now() asm("__real__ZNSt6chrono3_V212steady_clock3nowEv");
Time now() asm("__wrap__ZNSt6chrono3_V212steady_clock3nowEv");
unsigned real_number(std::random_device* device) asm("__real__ZNSt13random_device9_M_getvalEv");
unsigned number(std::random_device* device) asm("__wrap__ZNSt13random_device9_M_getvalEv");
Surroundings surroundings() asm("__wrap__ZN9redisconf12Surroundings4realEv");

Time now() { return World::current == nullptr ? real_now() : World::current->scheduler.now(); }

unsigned number(std::random_device* device) {
  return World::current == nullptr ? real_number(device)
                                   : static_cast<unsigned>(World::current->chance.next());
}

// The real ones keep a generator for each thread, which outlives a history.
Surroundings surroundings() {
  saw(Sight::surroundings);
  return {[] { return now(); }, [](Duration time) { World::current->scheduler.sleep_until(now() + time); },
          [] { return static_cast<double>(World::current->chance.next() >> 11U) * 0x1p-53; }};
}

}  // namespace redisconf::sim

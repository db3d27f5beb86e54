#include "client_wide.h"

#include <random>
#include <thread>

namespace redisconf {

Surroundings Surroundings::real() {
  return {[] { return Deadline::Clock::now(); },
          [](Deadline::Clock::duration time) { std::this_thread::sleep_for(time); },
          [] {
            thread_local std::mt19937_64 engine(std::random_device{}());
            return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
          }};
}

}  // namespace redisconf

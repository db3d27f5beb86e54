// What goes wrong by itself: resets, silences, freezes and restarts, at moments of chance until the
// trouble is over.
#pragma once

#include "sim/world.h"

namespace redisconf::sim {

class Trouble {
 public:
  Trouble(World& world, Time ends) : world_(world), ends_(ends) {}

  // The first moment; each plans the next.
  void plan();

 private:
  void strike();
  [[nodiscard]] Time outage();

  World& world_;
  const Time ends_;
};

}  // namespace redisconf::sim

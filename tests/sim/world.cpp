#include "sim/world.h"

namespace redisconf::sim {

World* World::current = nullptr;

World::World(std::uint64_t seed, bool with_text)
    : chance(seed),
      trace(with_text),
      weather(Weather::some(chance)),
      scheduler(chance, trace),
      network(scheduler, chance, trace, weather),
      server(scheduler, chance, trace, network, ledger, weather) {
  current = this;
}

void World::system_call_ends() {
  if (!chance.per_million(weather.stalls)) return;
  const Duration time = chance.between(Duration(1), weather.longest_stall);
  stalled += time;
  scheduler.sleep_until(scheduler.now() + time);
}

void World::calm_down() {
  trace.say(scheduler.now(), "the trouble is over");
  weather = weather.calmed();
  network.change(weather);
  server.calm_down(weather);
}

}  // namespace redisconf::sim

#include "sim/trouble.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace redisconf::sim {

void Trouble::plan() {
  const Time next = world_.scheduler.now() + world_.chance.between(Duration(1000), world_.weather.most_calm);
  if (next >= ends_) return;
  world_.scheduler.at(next, [this] {
    strike();
    plan();
  });
}

Time Trouble::outage() {
  const Time until =
      world_.scheduler.now() + world_.chance.between(Duration(1000), world_.weather.longest_outage);
  return std::min(until, ends_);
}

void Trouble::strike() {
  Chance& chance = world_.chance;
  const Weather& weather = world_.weather;
  if (chance.per_million(weather.frozen_server)) world_.server.freeze(outage());
  if (chance.per_million(weather.restarted_server)) world_.server.restart(outage());
  if (chance.per_million(weather.partition)) world_.network.partition(outage());
  const std::vector<std::size_t> connections = world_.network.established();
  if (connections.empty()) return;
  const std::size_t connection = connections[chance.below(connections.size())];
  if (chance.per_million(weather.reset)) world_.network.reset(connection);
  if (chance.per_million(weather.fin)) world_.network.close_by_server(connection);
  if (chance.per_million(weather.silence)) {
    const bool for_ever = chance.below(2) == 0;
    world_.network.silence(connection, for_ever ? Time::max() : outage());
  }
  if (chance.per_million(weather.unasked) && world_.calls_under_way == 0 &&
      world_.network.is_idle(connection) && world_.server.is_idle(connection)) {
    world_.network.arrive_at_once(connection, Server::kUnasked);
  }
}

}  // namespace redisconf::sim

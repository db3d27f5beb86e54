#include "sim/weather.h"

#include <algorithm>
#include <array>

namespace redisconf::sim {
namespace {

using namespace std::chrono_literals;

// Half of the kinds do not happen in a history at all.
std::uint64_t rate(Chance& chance, std::uint64_t most) {
  return chance.below(2) == 0 ? 0 : chance.between(1, most);
}

}  // namespace

Weather Weather::some(Chance& chance) {
  constexpr std::array<std::size_t, 4> kRooms{64, 1024, 16 * 1024, 256 * 1024};
  constexpr std::array<Duration, 3> kFar{100us, 2ms, 40ms};
  Weather weather;
  weather.least_latency = chance.between(Duration(5us), Duration(50us));
  weather.most_latency =
      weather.least_latency + chance.between(Duration(0), kFar.at(chance.below(kFar.size())));
  weather.send_room = kRooms.at(chance.below(kRooms.size()));
  weather.splits = chance.below(2) == 0 ? 0 : chance.between(1, 200);
  weather.interrupted = rate(chance, 50'000);
  weather.stalls = rate(chance, 400'000);
  weather.longest_stall = chance.between(Duration(50us), Duration(20ms));
  weather.addresses = chance.between(1, 2);
  weather.refused = rate(chance, 500'000);
  weather.unreachable = rate(chance, 200'000);
  weather.unanswered = rate(chance, 300'000);
  weather.closed_at_once = rate(chance, 300'000);
  weather.full = rate(chance, 300'000);
  weather.unknown_name = rate(chance, 200'000);
  weather.silent_name_server = rate(chance, 200'000);
  weather.service = chance.between(Duration(1us), Duration(100us));
  weather.slow = rate(chance, 300'000);
  weather.slow_service = chance.between(Duration(1ms), Duration(800ms));
  weather.loading = rate(chance, 300'000);
  weather.out_of_memory = rate(chance, 200'000);
  weather.lost_reply = rate(chance, 100'000);
  weather.half_reply = rate(chance, 60'000);
  weather.garbage = rate(chance, 60'000);
  weather.most_calm = chance.between(Duration(1ms), Duration(400ms));
  weather.reset = rate(chance, 1'000'000);
  weather.fin = rate(chance, 1'000'000);
  weather.silence = rate(chance, 500'000);
  weather.frozen_server = rate(chance, 300'000);
  weather.restarted_server = rate(chance, 200'000);
  weather.partition = rate(chance, 200'000);
  weather.unasked = rate(chance, 1'000'000);
  weather.longest_outage = chance.between(Duration(10ms), Duration(4s));
  return weather;
}

Weather Weather::calmed() const {
  Weather calm;
  calm.least_latency = least_latency;
  calm.most_latency = std::min(most_latency, least_latency + 1ms);
  calm.send_room = std::max(send_room, std::size_t{16} * 1024);
  calm.splits = splits;
  calm.addresses = addresses;
  calm.service = service;
  return calm;
}

}  // namespace redisconf::sim

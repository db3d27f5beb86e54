#include "events.h"

namespace backend {
namespace {

// splitmix64 (Steele, Lea, Flood 2014): well mixed, and the same on every machine.
std::uint64_t mix(std::uint64_t state) noexcept {
  state += 0x9E3779B97F4A7C15U;
  state = (state ^ (state >> 30U)) * 0xBF58476D1CE4E5B9U;
  state = (state ^ (state >> 27U)) * 0x94D049BB133111EBU;
  return state ^ (state >> 31U);
}

}  // namespace

// An order on one day in ten, small ones more often.
std::int64_t order_of(std::int64_t customer, std::int64_t day) noexcept {
  const std::uint64_t dice = mix(mix(static_cast<std::uint64_t>(customer)) + static_cast<std::uint64_t>(day));
  if (dice % 10 != 0) return 0;
  const std::int64_t share = static_cast<std::int64_t>(dice >> 32U) % 1000;
  constexpr std::int64_t kCheapest = 100;
  return kCheapest + share * share * (kDearestOrder - kCheapest) / 1'000'000;
}

}  // namespace backend

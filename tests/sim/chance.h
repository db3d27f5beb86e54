// The only source of chance in a history: the same seed gives the same numbers on every machine
// (xoshiro256**, seeded by splitmix64: Blackman and Vigna, prng.di.unimi.it).
//
// Thread-safety: none. Errors: none.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstdint>

namespace redisconf::sim {

using Duration = std::chrono::steady_clock::duration;
using Time = std::chrono::steady_clock::time_point;

class Chance {
 public:
  explicit Chance(std::uint64_t seed) noexcept {
    for (auto& word : state_) {
      seed += 0x9e3779b97f4a7c15U;
      std::uint64_t mixed = (seed ^ (seed >> 30U)) * 0xbf58476d1ce4e5b9U;
      mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
      word = mixed ^ (mixed >> 31U);
    }
  }

  [[nodiscard]] std::uint64_t next() noexcept {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // Evenly below `limit`, which is not 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t limit) noexcept { return next() % limit; }
  [[nodiscard]] std::uint64_t between(std::uint64_t least, std::uint64_t most) noexcept {
    return least + below(most - least + 1);
  }
  [[nodiscard]] Duration between(Duration least, Duration most) noexcept {
    return Duration(static_cast<Duration::rep>(
        between(static_cast<std::uint64_t>(least.count()), static_cast<std::uint64_t>(most.count()))));
  }

  // True so many times in a million.
  [[nodiscard]] bool per_million(std::uint64_t share) noexcept { return below(1'000'000) < share; }

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace redisconf::sim

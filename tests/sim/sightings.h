// How often each part that is watched was seen at work: a part that was renamed, or that the compiler calls
// past the linker, would go unwatched without a word.
//
// Thread-safety: none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace redisconf::sim {

enum class Sight : std::uint8_t {
  breaker_records,
  breaker_changes,
  probe_succeeds,
  probe_fails,
  probe_is_admitted,
  dial_starts,
  dial_succeeds,
  dial_fails,
  command_is_taken,
  command_is_given_back,
  retry,
  surroundings,
};
inline constexpr std::array<std::string_view, 12> kSightNames{"CircuitBreaker::record()",
                                                              "changes of circuit breakers",
                                                              "CircuitBreaker::probe_succeeded()",
                                                              "CircuitBreaker::probe_failed()",
                                                              "CircuitBreaker::admit_probe()",
                                                              "DialGate::start()",
                                                              "DialGate::succeeded()",
                                                              "DialGate::failed()",
                                                              "take_pending()",
                                                              "PendingRelease",
                                                              "retries",
                                                              "Surroundings::real()"};

// Of this process, over all histories.
using Sightings = std::array<std::uint64_t, kSightNames.size()>;
inline Sightings sightings{};

inline void saw(Sight sight, std::uint64_t times = 1) noexcept {
  sightings[static_cast<std::size_t>(sight)] += times;
}

}  // namespace redisconf::sim

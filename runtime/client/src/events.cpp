#include "redisconf/client/events.h"

#include <array>
#include <cstddef>

namespace redisconf {

std::string_view name_of(CircuitState state) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"closed", "open", "half-open"};
  return kNames.at(static_cast<std::size_t>(state));
}

ClientListener::~ClientListener() = default;

void ClientListener::connected(const ConnectionEvent& /*event*/) {}
void ClientListener::disconnected(const ConnectionEvent& /*event*/) {}
void ClientListener::connecting_failed(const ConnectionEvent& /*event*/) {}
void ClientListener::circuit_changed(const CircuitEvent& /*event*/) {}
void ClientListener::retry_exhausted(const RetryEvent& /*event*/) {}
void ClientListener::fallback_started(const FallbackEvent& /*event*/) {}
void ClientListener::fallback_ended(const ConnectionEvent& /*event*/) {}
void ClientListener::subscription_gap(const GapEvent& /*event*/) {}
void ClientListener::warned(const WarningEvent& /*event*/) {}

}  // namespace redisconf

// What each kind of error means for the circuit breaker, for a retry and for the metrics: one table.
#pragma once

#include "circuit_breaker.h"
#include "redisconf/client/errors.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace redisconf {

// The breaker counts what shows that the endpoint can't be used: transport failures and
// CLUSTERDOWN. A server that answers lives, whatever it answers. One that answers "not now"
// (LOADING, READONLY, ...) tells neither, and nor does what never reached the server.
[[nodiscard]] BreakerEffect breaker_effect(const RedisError::Details& error) noexcept;

// Whether the server said that it did not run the command and that a later try may succeed.
[[nodiscard]] bool refused_for_now(const RedisError::Details& error) noexcept;

// Position in the list of `error.type` values: the server's error prefix, or the category. Closed,
// so that a server can't fill the process's memory with names.
using ErrorType = std::uint8_t;
inline constexpr std::size_t kErrorTypes = 40;
inline constexpr ErrorType kCircuitOpen = 0;

[[nodiscard]] ErrorType error_type(const RedisError::Details& error) noexcept;
[[nodiscard]] std::string_view error_type_name(ErrorType type) noexcept;  // "timeout", "WRONGTYPE"

}  // namespace redisconf

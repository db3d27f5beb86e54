// The commands of Redis: their position for the metrics, and which may be sent twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace redisconf {

using CommandId = std::uint16_t;
inline constexpr std::size_t kMostCommands = 256;
inline constexpr CommandId kOtherCommand = 0;  // modules' commands, and those of a later Redis

// Constant-time; upper and lower case alike.
[[nodiscard]] CommandId command_id(std::string_view name) noexcept;
[[nodiscard]] std::string_view command_name(CommandId id) noexcept;  // "GET"; "_OTHER"
[[nodiscard]] std::size_t command_count() noexcept;

// What a batch of commands counts as (OpenTelemetry, semantic conventions for Redis).
inline constexpr std::string_view kBatchName = "PIPELINE";

// Whether a command may be sent again when nobody knows if the first one ran: the second run
// changes nothing and *answers the same*. So SET is, without NX, XX, GET and their like; DEL, SADD
// and HSET are not, because their second reply says "nothing was there to do".
[[nodiscard]] bool is_idempotent(std::span<const std::string_view> arguments) noexcept;

}  // namespace redisconf

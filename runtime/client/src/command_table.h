// The commands of Redis: their position for the metrics, their keys, and which may be sent twice.
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

// Where a command has its keys: command_keys.h reads them.
enum class KeyPattern : std::uint8_t {
  none,
  first,              // GET key
  first_two,          // RENAME key key
  all,                // DEL key [key ...]
  all_but_last,       // BLPOP key [key ...] timeout
  every_other,        // MSET key value [key value ...]
  second,             // OBJECT FREQ key
  all_from_second,    // BITOP AND key [key ...]
  counted_at_first,   // ZUNION numkeys key [key ...]
  counted_at_second,  // EVAL script numkeys [key ...]
  first_and_counted,  // ZUNIONSTORE key numkeys key [key ...]
  streams,            // XREAD ... STREAMS key [key ...] id [id ...]
  sort,               // SORT key ... [STORE key]
  radius,             // GEORADIUS key ... [STORE key]
  migrate,            // MIGRATE host port key|"" ... [KEYS key ...]
};
[[nodiscard]] KeyPattern key_pattern(CommandId id) noexcept;

// Whether a replica may answer it: what is flagged so, without containers (OBJECT, XINFO).
[[nodiscard]] bool is_read_only(CommandId id) noexcept;
// What a batch of commands counts as (OpenTelemetry, semantic conventions for Redis).
inline constexpr std::string_view kBatchName = "PIPELINE";

// Whether a command may be sent again when nobody knows if the first one ran: the second run
// changes nothing and *answers the same*. So SET is, without NX, XX, GET and their like; DEL, SADD
// and HSET are not, because their second reply says "nothing was there to do".
[[nodiscard]] bool is_idempotent(std::span<const std::string_view> arguments) noexcept;

}  // namespace redisconf

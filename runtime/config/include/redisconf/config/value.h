// Reads and writes single values by the rules of their setting. The schema compiler and
// the run-time parser share it, so that both accept the same texts.
//
// Thread-safety: pure functions. Errors: returned, never thrown; no message holds a value,
// because a value in the wrong place may be a secret.
#pragma once

#include <redisconf/config/catalogue.h>
#include <redisconf/config/export.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

enum class ValueFault : std::uint8_t {
  none,
  empty,
  wrong_form,    // not of the setting's type at all
  leading_zero,  // 017: decimal or octal?
  missing_unit,  // a bare number where 250ms or 16MiB belongs
  out_of_range,
  control_character,  // NUL, CR, LF, ... : could end a command or a header early
  bad_utf8,
  too_long,
};

struct ParsedValue {
  ValueFault fault = ValueFault::none;
  // Integers as they are, durations in ms, sizes in bytes, booleans 0 or 1, choices by index.
  std::int64_t number = 0;
};

// Longest text or host accepted, in bytes.
inline constexpr std::size_t kMaxTextBytes = 4096;

[[nodiscard]] REDISCONF_PUBLIC ParsedValue parse_value(const SettingInfo& setting,
                                                       std::string_view text) noexcept;

// What the setting accepts: "a whole number from 1 to 65535", "full, ca or none".
[[nodiscard]] REDISCONF_PUBLIC std::string accepted_values(const SettingInfo& setting);

// Why the value was refused: "has no unit", "is out of range".
[[nodiscard]] REDISCONF_PUBLIC std::string_view fault_summary(ValueFault fault) noexcept;

// The n-th of "full|ca|none"; empty past the last.
[[nodiscard]] REDISCONF_PUBLIC std::string_view choice_at(std::string_view choices,
                                                          std::size_t index) noexcept;

// 250 -> "250ms", 60000 -> "1m": the largest unit that divides it.
[[nodiscard]] REDISCONF_PUBLIC std::string format_duration(std::int64_t milliseconds);

// 65536 -> "64KiB", 100 -> "100B".
[[nodiscard]] REDISCONF_PUBLIC std::string format_size(std::int64_t bytes);

// The value as the schema would write it; `text` itself for texts and hosts.
[[nodiscard]] REDISCONF_PUBLIC std::string format_value(const SettingInfo& setting, std::int64_t number,
                                                        std::string_view text);

// The variable that holds a named secret: "redis-password" -> "REDIS_PASSWORD".
[[nodiscard]] REDISCONF_PUBLIC std::string variable_of_secret(std::string_view secret_name);

// True for localhost, 127.0.0.0/8, ::1 and the unspecified addresses, which connect to this machine
// as well (RFC 6761 6.3, RFC 1122 3.2.1.3, RFC 4291 2.5.3).
[[nodiscard]] REDISCONF_PUBLIC bool is_loopback(std::string_view host) noexcept;

// True for dotted IPv4 and for IPv6 addresses: certificates name those by IP SAN.
[[nodiscard]] REDISCONF_PUBLIC bool is_address(std::string_view host) noexcept;

}  // namespace redisconf

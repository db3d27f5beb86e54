// Times as text, after ISO 8601 (the profile of RFC 3339), always in UTC: "2026-01-31T12:00:00.25Z".
// Years outside of 0000 to 9999 have a sign and six digits, as ECMAScript writes them.
//
// Thread-safety: pure functions.
#pragma once

#include <redisconf/config/export.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// A moment of the Unix epoch, without leap seconds.
struct UnixTime {
  std::int64_t seconds = 0;
  std::uint32_t nanoseconds = 0;  // after them, below 1,000,000,000

  friend bool operator==(const UnixTime&, const UnixTime&) = default;
};

// With 3, 6 or 9 digits of a second, or none, whichever hold it. Throws std::out_of_range outside of
// the years -999999 to 999999.
[[nodiscard]] REDISCONF_PUBLIC std::string iso8601_text(UnixTime time);

// Reads 1 to 9 digits of a second, and offsets ("+02:00") in place of Z. Nothing when it is no time.
[[nodiscard]] REDISCONF_PUBLIC std::optional<UnixTime> iso8601_time(std::string_view text) noexcept;

// Counts of (numerator / denominator) seconds since the epoch, rounded down; nothing when they don't fit.
[[nodiscard]] REDISCONF_PUBLIC std::optional<std::int64_t> ticks_of(UnixTime time, std::int64_t numerator,
                                                                    std::int64_t denominator) noexcept;

template <class Duration>
[[nodiscard]] UnixTime unix_time_of(std::chrono::time_point<std::chrono::system_clock, Duration> time) {
  constexpr std::uint32_t kBillion = 1'000'000'000;
  // Towards zero at first: the second below the smallest time does not fit where nanoseconds are counted.
  const auto whole = std::chrono::duration_cast<std::chrono::duration<std::int64_t>>(time.time_since_epoch());
  const auto rest = std::chrono::floor<std::chrono::nanoseconds>(time.time_since_epoch() - whole).count();
  if (rest >= 0) return {whole.count(), static_cast<std::uint32_t>(rest)};
  return {whole.count() - 1, static_cast<std::uint32_t>(kBillion + rest)};
}

}  // namespace redisconf

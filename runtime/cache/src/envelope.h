// What stands before each value in Redis, so that instances can tell which change is the newer one,
// and what it looks like after a delete:
//
//   0  format, 0xA1       10  version: instance, 8 bytes
//   1  'v' or 't'         18  end of life, ms since 1970 by the server's clock, 8 bytes; 0: none
//   2  version: time, 8   26  the value, of 'v' alone
//
// Numbers are big-endian. A tombstone ('t') marks a deleted key for a while: a write that is older than
// it, and comes late, stays without effect.
//
// Thread-safety: pure. Errors: none; what is no envelope is nothing.
#pragma once

#include "hybrid_clock.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf::cache {

inline constexpr std::size_t kVersionedSize = 18;  // format, kind and version
inline constexpr std::size_t kHeaderSize = 26;

enum class EnvelopeKind : char { value = 'v', tombstone = 't' };

struct Envelope {
  EnvelopeKind kind = EnvelopeKind::value;
  Version version;
  std::int64_t expires_at = 0;
};

// The header alone, or with the value behind it.
[[nodiscard]] std::string pack(const Envelope& envelope, std::string_view value = {});

namespace detail {

inline constexpr char kEnvelopeFormat = '\xA1';
inline constexpr std::size_t kTimeAt = 2;
inline constexpr std::size_t kInstanceAt = 10;
inline constexpr std::size_t kExpiryAt = 18;

static_assert(std::endian::native == std::endian::little, "a number is turned round when it is read");

[[nodiscard]] inline std::uint64_t number_at(std::string_view bytes, std::size_t position) noexcept {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data() + position, sizeof number);
  return __builtin_bswap64(number);
}

}  // namespace detail

// Of the first 18 bytes, of which scripts answer; nothing when they are of another form.
[[nodiscard]] inline std::optional<Version> unpack_version(std::string_view bytes) noexcept {
  if (bytes.size() < kVersionedSize || bytes[0] != detail::kEnvelopeFormat) return {};
  const auto kind = static_cast<EnvelopeKind>(bytes[1]);
  if (kind != EnvelopeKind::value && kind != EnvelopeKind::tombstone) return {};
  return Version{detail::number_at(bytes, detail::kTimeAt), detail::number_at(bytes, detail::kInstanceAt)};
}

// The header that the bytes begin with; inline, because each read of a cache passes here.
[[nodiscard]] inline std::optional<Envelope> unpack(std::string_view bytes) noexcept {
  const auto version = unpack_version(bytes);
  if (!version || bytes.size() < kHeaderSize) return {};
  return Envelope{static_cast<EnvelopeKind>(bytes[1]), *version,
                  static_cast<std::int64_t>(detail::number_at(bytes, detail::kExpiryAt))};
}

}  // namespace redisconf::cache

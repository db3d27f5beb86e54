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

#include <cstddef>
#include <cstdint>
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

// Reads the header that the bytes begin with; nothing when they are of another form.
[[nodiscard]] std::optional<Envelope> unpack(std::string_view bytes) noexcept;

// The same of the first 18 bytes, of which scripts answer.
[[nodiscard]] std::optional<Version> unpack_version(std::string_view bytes) noexcept;

}  // namespace redisconf::cache

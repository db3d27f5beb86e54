// What stands before a value in a cache: which form it has, when it was made, and how long before its
// end it is stale. 24 bytes, numbers little-endian:
//
//    0  "RC"        2  layout, 1     3  CacheFormat
//    4  version of the value's form, 32 bits
//    8  when it was made, milliseconds of the Unix epoch, 64 bits
//   16  how long before its end it is stale, milliseconds, 64 bits; the top bit: an entry for "nothing"
//   24  the value
//
// Thread-safety: pure functions. Errors: none; what is no header opens as nothing.
#pragma once

#include "redisconf/cache/codec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf::cache {

struct ValueHeader {
  static constexpr std::size_t kSize = 24;

  ValueForm form;              // an entry of another form is a miss
  std::int64_t made_at = 0;    // milliseconds of the Unix epoch
  std::int64_t stale_for = 0;  // milliseconds at the end of its life
  bool nothing = false;        // computing it gave no value

  // In milliseconds. One that a clock ahead of this one made is new.
  [[nodiscard]] std::int64_t age(std::int64_t now) const noexcept {
    return now > made_at ? now - made_at : 0;
  }
};

// The header alone; the value is appended by who has it.
void append_header(const ValueHeader& header, std::string& bytes);

// Nothing when it is none, or of a layout of another release.
[[nodiscard]] std::optional<ValueHeader> open_header(std::string_view bytes) noexcept;

// Of bytes with a header.
[[nodiscard]] inline bool is_nothing(std::string_view bytes) noexcept {
  return (static_cast<unsigned char>(bytes[ValueHeader::kSize - 1]) & 0x80U) != 0;
}
[[nodiscard]] inline std::string_view value_after_header(std::string_view bytes) noexcept {
  return bytes.substr(ValueHeader::kSize);
}

}  // namespace redisconf::cache

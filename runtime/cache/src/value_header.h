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

#include <bit>
#include <cstdint>
#include <cstring>
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

namespace detail {

inline constexpr std::string_view kHeaderBegin = "RC\x01";  // the last byte is the layout
inline constexpr std::uint64_t kNothing = std::uint64_t{1} << 63U;

// Times beyond are no times, and sums of such ones would overflow: 285,616 years.
[[nodiscard]] constexpr bool is_time(std::int64_t milliseconds) noexcept {
  return milliseconds >= 0 && milliseconds <= std::int64_t{1} << 53U;
}

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie in memory");

template <class Number>
[[nodiscard]] Number number_from(const char* from) noexcept {
  Number number = 0;
  std::memcpy(&number, from, sizeof number);
  return number;
}

}  // namespace detail

// Nothing when it is none, or of a layout of another release. Inline, because each read passes here.
[[nodiscard]] inline std::optional<ValueHeader> open_header(std::string_view bytes) noexcept {
  if (bytes.size() < ValueHeader::kSize || !bytes.starts_with(detail::kHeaderBegin)) return std::nullopt;
  const char* const text = bytes.data();
  const auto last = detail::number_from<std::uint64_t>(text + 16);
  const ValueHeader header{.form = {.format = static_cast<CacheFormat>(text[3]),
                                    .version = detail::number_from<std::uint32_t>(text + 4)},
                           .made_at = detail::number_from<std::int64_t>(text + 8),
                           .stale_for = static_cast<std::int64_t>(last & ~detail::kNothing),
                           .nothing = (last & detail::kNothing) != 0};
  if (!detail::is_time(header.made_at) || !detail::is_time(header.stale_for)) return std::nullopt;
  return header;
}

// Of bytes with a header.
[[nodiscard]] inline bool is_nothing(std::string_view bytes) noexcept {
  return (static_cast<unsigned char>(bytes[ValueHeader::kSize - 1]) & 0x80U) != 0;
}
[[nodiscard]] inline std::string_view value_after_header(std::string_view bytes) noexcept {
  return bytes.substr(ValueHeader::kSize);
}

}  // namespace redisconf::cache

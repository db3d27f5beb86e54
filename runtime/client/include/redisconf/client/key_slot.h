// Which of a cluster's 16,384 slots a key belongs to: CRC16 (XMODEM: polynomial 0x1021, starts at 0) of
// the key or of its hash tag (redis.io/docs, cluster specification, "Key distribution model").
//
// Thread-safety: may run concurrently. Errors: none.
#pragma once

#include <redisconf/config/export.h>

#include <cstdint>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

inline constexpr std::uint16_t kSlots = 16384;

[[nodiscard]] std::uint16_t crc16(std::string_view bytes) noexcept;

// What is hashed: the text between the first "{" and the first "}" behind it, if there is any, else all.
[[nodiscard]] constexpr std::string_view hashed_part(std::string_view key) noexcept {
  const auto open = key.find('{');
  if (open == std::string_view::npos) return key;
  const auto close = key.find('}', open + 1);
  if (close == std::string_view::npos || close == open + 1) return key;
  return key.substr(open + 1, close - open - 1);
}

[[nodiscard]] inline std::uint16_t key_slot(std::string_view key) noexcept {
  return static_cast<std::uint16_t>(crc16(hashed_part(key)) % kSlots);
}

}  // namespace redisconf

// CRC32C (Castagnoli; RFC 3720, appendix B.4), with the processor's instruction where it has one.
//
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace redisconf {

// Goes on from the sum of the bytes before; 0 begins.
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0) noexcept;

// The same by tables alone.
[[nodiscard]] std::uint32_t crc32c_portable(std::string_view bytes, std::uint32_t before = 0) noexcept;

}  // namespace redisconf

#include "redisconf/client/key_slot.h"

#include <array>
#include <cstddef>

namespace redisconf {
namespace {

constexpr std::size_t kLanes = 4;  // bytes a step
using Table = std::array<std::uint16_t, 256>;

constexpr std::uint16_t shifted(std::uint16_t crc) noexcept {
  constexpr unsigned kPolynomial = 0x1021;
  constexpr unsigned kTop = 0x8000;
  return static_cast<std::uint16_t>((crc & kTop) != 0 ? (crc << 1U) ^ kPolynomial : crc << 1U);
}

// The first table is the usual one; the n-th does the same for a byte with n more behind it, so that
// four bytes are looked up side by side ("slicing", Kounavis and Berry 2005).
consteval std::array<Table, kLanes> make_tables() {
  std::array<Table, kLanes> tables{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    auto crc = static_cast<std::uint16_t>(byte << 8U);
    for (int bit = 0; bit < 8; ++bit) crc = shifted(crc);
    tables[0][byte] = crc;
  }
  for (std::size_t lane = 1; lane < kLanes; ++lane) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint16_t before = tables[lane - 1][byte];
      tables[lane][byte] = static_cast<std::uint16_t>((before << 8U) ^ tables[0][before >> 8U]);
    }
  }
  return tables;
}

constexpr std::array<Table, kLanes> kTables = make_tables();

}  // namespace

std::uint16_t crc16(std::string_view bytes) noexcept {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  unsigned crc = 0;
  for (; left >= kLanes; left -= kLanes, at += kLanes) {
    crc = static_cast<unsigned>(kTables[3][(crc >> 8U) ^ at[0]] ^ kTables[2][(crc & 0xffU) ^ at[1]] ^
                                kTables[1][at[2]] ^ kTables[0][at[3]]);
  }
  for (; left > 0; --left, ++at) crc = ((crc << 8U) & 0xffffU) ^ kTables[0][(crc >> 8U) ^ *at];
  return static_cast<std::uint16_t>(crc);
}

}  // namespace redisconf

#include "base64.h"

#include <cstdint>

namespace redisconf::import_tool {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr unsigned kDigitBits = 6;
constexpr unsigned kByteBits = 8;
constexpr std::size_t kGroup = 4;  // digits that three bytes take

}  // namespace

std::optional<std::string> base64_bytes(std::string_view text) {
  if (text.ends_with("=") && text.size() % kGroup == 0) {
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
  }
  if (text.size() % kGroup == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / kGroup);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char character : text) {
    const auto digit = kDigits.find(character);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << kDigitBits | static_cast<std::uint32_t>(digit);
    held += kDigitBits;
    if (held < kByteBits) continue;
    held -= kByteBits;
    bytes += static_cast<char>(bits >> held & 0xFFU);
  }
  // Bits that belong to no byte are zero: another text would stand for the same bytes else.
  if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace redisconf::import_tool

#include "crc32c.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace redisconf {
namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78U;  // reflected

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t sum = byte;
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? kPolynomial : 0U);
    table[byte] = sum;
  }
  return table;
}

constexpr auto kTable = make_table();

std::uint32_t by_table(std::string_view bytes, std::uint32_t before) noexcept {
  std::uint32_t sum = ~before;
  for (const char byte : bytes) sum = (sum >> 8U) ^ kTable[(sum ^ static_cast<unsigned char>(byte)) & 0xFFU];
  return ~sum;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(std::string_view bytes,
                                                               std::uint32_t before) noexcept {
  std::uint64_t sum = static_cast<std::uint32_t>(~before);
  while (bytes.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    sum = __builtin_ia32_crc32di(sum, word);
    bytes.remove_prefix(sizeof word);
  }
  auto rest = static_cast<std::uint32_t>(sum);
  for (const char byte : bytes) rest = __builtin_ia32_crc32qi(rest, static_cast<unsigned char>(byte));
  return ~rest;
}

bool has_instruction() noexcept { return __builtin_cpu_supports("sse4.2") != 0; }
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
std::uint32_t by_instruction(std::string_view bytes, std::uint32_t before) noexcept {
  std::uint32_t sum = ~before;
  while (bytes.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    sum = __builtin_aarch64_crc32cx(sum, word);
    bytes.remove_prefix(sizeof word);
  }
  for (const char byte : bytes) sum = __builtin_aarch64_crc32cb(sum, static_cast<unsigned char>(byte));
  return ~sum;
}

bool has_instruction() noexcept { return true; }
#else
std::uint32_t by_instruction(std::string_view bytes, std::uint32_t before) noexcept {
  return by_table(bytes, before);
}

bool has_instruction() noexcept { return false; }
#endif

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) noexcept {
  static const bool kHasInstruction = has_instruction();
  return kHasInstruction ? by_instruction(bytes, before) : by_table(bytes, before);
}

std::uint32_t crc32c_portable(std::string_view bytes, std::uint32_t before) noexcept {
  return by_table(bytes, before);
}

}  // namespace redisconf

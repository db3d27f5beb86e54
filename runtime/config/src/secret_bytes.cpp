#include "secret_bytes.h"

#include <cstdint>
#include <cstring>

namespace redisconf {
namespace {

// A compiler can't turn a loop with this in it into a library call or vector instructions.
inline void one_by_one() noexcept { asm volatile("" ::: "memory"); }

}  // namespace

void copy_secret(char* to, const char* from, std::size_t size) noexcept {
#if defined(__x86_64__)
  asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
#else
  for (std::size_t at = 0; at < size; ++at) {
    to[at] = from[at];
    one_by_one();
  }
#endif
}

std::size_t find_in_secret(std::string_view text, char byte) noexcept {
  std::size_t at = 0;
  while (at < text.size() && text[at] != byte) {
    ++at;
    one_by_one();
  }
  return at;
}

bool has_nul(std::string_view secret) noexcept {
  std::size_t at = 0;
  for (std::uint32_t word = 0; at + sizeof word <= secret.size(); at += sizeof word) {
    std::memcpy(&word, secret.data() + at, sizeof word);
    asm volatile("" : "+r"(word));  // one word in one plain register
    // Anderson, "Bit Twiddling Hacks": determine if a word has a zero byte.
    if (((word - 0x01010101U) & ~word & 0x80808080U) != 0) return true;
  }
  const std::string_view rest = secret.substr(at);
  return find_in_secret(rest, '\0') != rest.size();
}

bool stands_in_secret(std::string_view text, std::string_view part) noexcept {
  for (std::size_t start = 0; start + part.size() <= text.size(); ++start) {
    std::size_t same = 0;
    while (same < part.size() && text[start + same] == part[same]) {
      ++same;
      one_by_one();
    }
    if (same == part.size()) return true;
  }
  return false;
}

std::size_t characters_of_secret(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char byte : text) {
    if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) ++count;
    one_by_one();
  }
  return count;
}

}  // namespace redisconf

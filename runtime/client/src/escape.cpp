#include "escape.h"

namespace redisconf {
namespace {

constexpr std::size_t kShortestHidden = 4;

bool is_plain(unsigned char byte) noexcept { return byte >= 0x20 && byte < 0x7f && byte != '\\'; }

void append_hex(std::string& out, unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\x";
  out += kDigits[byte >> 4U];
  out += kDigits[byte & 0xfU];
}

}  // namespace

std::string escaped(std::string_view text, std::size_t limit) {
  std::string out;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (out.size() + (is_plain(byte) ? 1 : 4) > limit) return out + "...";
    if (is_plain(byte)) {
      out += character;
    } else {
      append_hex(out, byte);
    }
  }
  return out;
}

std::string masked(std::string_view text, std::span<const std::string_view> hidden) {
  std::string out(text);
  for (const std::string_view secret : hidden) {
    if (secret.size() < kShortestHidden) continue;
    for (auto at = out.find(secret); at != std::string::npos; at = out.find(secret, at + 3)) {
      out.replace(at, secret.size(), "***");
    }
  }
  return out;
}

}  // namespace redisconf

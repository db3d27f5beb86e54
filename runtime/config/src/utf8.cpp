#include "utf8.h"

namespace redisconf {

std::size_t utf8_length(std::string_view text) noexcept {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const auto tail = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && byte(1) < 0x90;
    const bool too_high = first == 0xF4 && byte(1) > 0x8F;
    return tail(1) && tail(2) && tail(3) && !overlong && !too_high ? 4 : 0;
  }
  return 0;
}

bool starts_with_control(std::string_view text) noexcept {
  if (text.empty()) return false;
  const auto first = static_cast<unsigned char>(text.front());
  if (first == 0xC2 && text.size() > 1) {
    const auto second = static_cast<unsigned char>(text[1]);
    return second >= 0x80 && second < 0xA0;
  }
  return first < 0x20 || first == 0x7F;
}

std::string printable_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const char first = text.front();
    std::size_t length = utf8_length(text);
    if (first == ' ' || first == '\t' || first == '\n' || first == '\r') {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else if (length == 0 || starts_with_control(text)) {
      line += '?';
    } else {
      line += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

}  // namespace redisconf

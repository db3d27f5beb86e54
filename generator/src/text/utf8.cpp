#include "text/utf8.h"

#include <algorithm>

namespace redisconf::compiler {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

unsigned byte_at(std::string_view text, std::size_t at) noexcept {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool is_tail(std::string_view text, std::size_t at) noexcept { return (byte_at(text, at) & 0xC0U) == 0x80U; }

unsigned decode(std::string_view text, std::size_t length) noexcept {
  const unsigned first = byte_at(text, 0);
  if (length == 1) return first;
  unsigned code = first & (0x7FU >> length);
  for (std::size_t at = 1; at < length; ++at) code = (code << 6U) | (byte_at(text, at) & 0x3FU);
  return code;
}

// ALM, LRM, RLM, LRE to RLO, LRI to PDI (Unicode Standard Annex 9).
bool is_bidi_control(unsigned code) noexcept {
  return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

bool is_control(unsigned code) noexcept { return code < 0x20 || (code >= 0x7F && code <= 0x9F); }

TextFault judge(unsigned code) noexcept {
  if (is_control(code)) return TextFault::control_character;
  return is_bidi_control(code) ? TextFault::bidi_control : TextFault::none;
}

bool is_line_space(std::string_view text, std::size_t at) noexcept {
  const char c = text[at];
  return c == '\t' || c == '\n' || (c == '\r' && byte_at(text, at + 1) == '\n');
}

}  // namespace

std::size_t utf8_length(std::string_view text) noexcept {
  const unsigned first = byte_at(text, 0);
  if (text.empty()) return 0;
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return is_tail(text, 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && byte_at(text, 1) < 0xA0;
    const bool surrogate = first == 0xED && byte_at(text, 1) > 0x9F;
    return is_tail(text, 1) && is_tail(text, 2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && byte_at(text, 1) < 0x90;
    const bool too_high = first == 0xF4 && byte_at(text, 1) > 0x8F;
    return is_tail(text, 1) && is_tail(text, 2) && is_tail(text, 3) && !overlong && !too_high ? 4 : 0;
  }
  return 0;
}

FoundFault find_text_fault(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const unsigned first = byte_at(text, at);
    if ((first >= 0x20 && first < 0x7F) || is_line_space(text, at)) {
      ++at;
      continue;
    }
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) return {TextFault::bad_utf8, at, 1};
    const TextFault fault = judge(decode(text.substr(at), length));
    if (fault != TextFault::none) return {fault, at, length};
    at += length;
  }
  return {};
}

std::size_t count_code_points(std::string_view text) noexcept {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    const bool fine =
        text[at] == '\t' || (length != 0 && judge(decode(text.substr(at), length)) == TextFault::none);
    if (fine) {
      result += text.substr(at, length);
    } else {
      result += kReplacement;
    }
    at += length == 0 ? 1 : length;
  }
  return result;
}

}  // namespace redisconf::compiler

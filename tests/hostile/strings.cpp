#include "strings.h"

#include <array>
#include <cstdio>
#include <string_view>

namespace redisconf::hostile {
namespace {

constexpr auto kPieces = std::to_array<std::string_view>({"\"",
                                                          "\\",
                                                          "'",
                                                          "`",
                                                          "?\?/",
                                                          "?\?=",
                                                          "?\?(",
                                                          "?",
                                                          "R\"x(",
                                                          ")x\"",
                                                          ")\"",
                                                          "*/",
                                                          "/*",
                                                          "//",
                                                          "///",
                                                          "#",
                                                          "#include",
                                                          "#define",
                                                          "\\n",
                                                          "\\0",
                                                          "\\x41",
                                                          "\\u00e9",
                                                          "\\\"",
                                                          "\\",
                                                          "%",
                                                          "%s%n",
                                                          "{{",
                                                          "}}",
                                                          "{{NAME}}",
                                                          "{{#ROW}}",
                                                          "{{/ROW}}",
                                                          "{{! x }}",
                                                          "$",
                                                          "${HOME}",
                                                          "$(id)",
                                                          ": ",
                                                          " #",
                                                          "- ",
                                                          "&a",
                                                          "*a",
                                                          "!!str",
                                                          "|",
                                                          ">",
                                                          "@",
                                                          ",",
                                                          "[",
                                                          "]",
                                                          "{",
                                                          "}",
                                                          "<<",
                                                          "~",
                                                          "null",
                                                          "true",
                                                          "no",
                                                          "0x1F",
                                                          "1e3",
                                                          ".inf",
                                                          "...",
                                                          "---",
                                                          " ",
                                                          "  ",
                                                          ";",
                                                          "<%",
                                                          "%>",
                                                          "<:",
                                                          "and",
                                                          "_Pragma(\"x\")",
                                                          "u8\"x\"",
                                                          "L'x'",
                                                          "\xC3\xA9"
                                                          "9f",
                                                          "\xE2\x82\xAC"
                                                          "abc",
                                                          "\xF0\x9F\x98\x80"
                                                          "1",
                                                          "7",
                                                          "f",
                                                          "A",
                                                          "word"});

// Control characters, line ends among them, and bidirectional controls.
constexpr auto kBad = std::to_array<std::uint32_t>(
    {0x01, 0x07,   0x08,   0x0A,   0x0B,   0x0C,   0x0D,   0x1B,   0x1F,   0x7F,   0x80,   0x85,   0x9B,
     0x9F, 0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069});

std::string utf8(std::uint32_t code) {
  const auto tail = [code](unsigned shift) { return static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0U | (code >> 6U)), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0U | (code >> 12U)), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | (code >> 18U)), tail(12), tail(6), tail(0)};
}

bool is_allowed(std::uint32_t code) {
  if (code < 0x20 || (code >= 0x7F && code <= 0x9F) || (code >= 0xD800 && code <= 0xDFFF)) return false;
  for (const std::uint32_t bad : kBad) {
    if (bad == code) return false;
  }
  return true;
}

}  // namespace

CodePoint first_code_point(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[at + index]); };
  const std::uint32_t first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  std::uint32_t code = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t index = 1; index < length; ++index) code = (code << 6U) | (byte(index) & 0x3FU);
  return {code, length};
}

std::size_t Strings::below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }

std::string Strings::code_point() {
  constexpr std::array<std::uint32_t, 4> kLimits{0x100, 0x3000, 0x10000, 0x110000};
  while (true) {
    const auto code = static_cast<std::uint32_t>(below(kLimits[below(kLimits.size())]));
    if (is_allowed(code)) return utf8(code);
  }
}

std::string Strings::good() {
  std::size_t pieces = 1 + below(12);
  if (below(2000) == 0) pieces = 600;  // a very long one
  std::string text;
  for (; pieces > 0; --pieces)
    text += below(3) == 0 ? code_point() : std::string(kPieces[below(kPieces.size())]);
  return text;
}

std::string Strings::bad() {
  std::string text = below(2) == 0 ? good() : std::string();
  text += utf8(kBad[below(kBad.size())]);
  if (below(2) == 0) text += good();
  return text;
}

std::string Strings::escape(std::uint32_t code) {
  std::array<char, 16> buffer{};
  const char* format = "\\U%08X";
  if (code < 0x100 && below(2) == 0) {
    format = "\\x%02x";
  } else if (code < 0x10000) {
    format = below(2) == 0 ? "\\u%04X" : "\\u%04x";
  }
  std::snprintf(buffer.data(), buffer.size(), format, static_cast<unsigned>(code));
  return buffer.data();
}

std::string Strings::quoted(const std::string& text) {
  std::string yaml = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = first_code_point(text, at);
    const std::string raw = text.substr(at, point.length);
    at += point.length;
    if (!is_allowed(point.code) || below(8) == 0) {
      yaml += escape(point.code);
    } else {
      yaml += raw == "\"" || raw == "\\" ? '\\' + raw : raw;
    }
  }
  return yaml + '"';
}

}  // namespace redisconf::hostile

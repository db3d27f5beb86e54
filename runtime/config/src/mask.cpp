#include "redisconf/config/mask.h"

#include "secret_bytes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace redisconf {
namespace {

constexpr std::size_t kShortestRun = 8;
constexpr std::size_t kShortestSecret = 4;

std::size_t run_of(std::string_view secret) noexcept { return std::min(kShortestRun, secret.size()); }

bool shows_plainly(std::string_view text, std::string_view secret) noexcept {
  const std::size_t run = run_of(secret);
  for (std::size_t at = 0; at + run <= text.size(); ++at) {
    if (stands_in_secret(secret, text.substr(at, run))) return true;
  }
  return false;
}

// `digit` of a code with so many bits each; the largest number and more are no digits.
std::optional<unsigned> hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
  return {};
}

// RFC 4648, 4 and 5.
std::optional<unsigned> base64_digit(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return {};
}

// Hexadecimal digits behind the first `skip` characters, as one byte.
std::optional<char> hex_byte(std::string_view text, std::size_t skip) noexcept {
  if (text.size() < skip + 2) return {};
  const auto high = hex_digit(text[skip]);
  const auto low = hex_digit(text[skip + 1]);
  if (!high || !low) return {};
  return static_cast<char>(*high * 16 + *low);
}

struct Escape {
  char byte;
  std::size_t length;
};

// %2F, \x2f, \u002f, \n, \". Other code points are no part of a run that matters.
std::optional<Escape> read_escape(std::string_view text) noexcept {
  if (text.front() == '%') {
    const auto byte = hex_byte(text, 1);
    return byte ? std::optional(Escape{*byte, 3}) : std::nullopt;
  }
  if (text.front() != '\\' || text.size() < 2) return {};
  if (text[1] == 'x') {
    const auto byte = hex_byte(text, 2);
    return byte ? std::optional(Escape{*byte, 4}) : std::nullopt;
  }
  if (text[1] == 'u') {
    const auto byte = text.substr(2, 2) == "00" ? hex_byte(text, 4) : std::nullopt;
    return byte ? std::optional(Escape{*byte, 6}) : std::nullopt;
  }
  constexpr std::string_view kNames = "nrt";
  constexpr std::string_view kBytes = "\n\r\t";
  const auto name = kNames.find(text[1]);
  return Escape{name == std::string_view::npos ? text[1] : kBytes[name], 2};
}

std::string without_escapes(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const Escape escape = read_escape(text).value_or(Escape{text.front(), 1});
    plain += escape.byte;
    text.remove_prefix(escape.length);
  }
  return plain;
}

// What the digits say from the one at `first` on; those of another kind cut it.
template <class Digit>
std::string decoded(std::string_view text, unsigned bits, std::size_t first, Digit digit) {
  std::string bytes;
  unsigned kept = 0;
  unsigned kept_bits = 0;
  std::size_t count = 0;  // of digits in a row
  for (const char c : text) {
    const auto value = digit(c);
    if (!value) {
      count = kept = kept_bits = 0;
      bytes += ' ';
    } else if (count++ >= first) {
      kept = (kept << bits | *value) & 0xFFFU;
      kept_bits += bits;
      if (kept_bits < 8) continue;
      kept_bits -= 8;
      bytes += static_cast<char>(kept >> kept_bits);
    }
  }
  return bytes;
}

// The text in every way to read it but the plain one.
std::vector<std::string> readings(std::string_view text) {
  std::vector<std::string> all;
  for (const std::string& each : {std::string(text), without_escapes(text)}) {
    for (const std::size_t first : {0U, 1U, 2U, 3U}) {
      all.push_back(decoded(each, 6, first, base64_digit));
      if (first < 2) all.push_back(decoded(each, 4, first, hex_digit));
    }
    if (each != text) all.push_back(each);
  }
  return all;
}

bool shows_otherwise(std::string_view text, std::string_view secret) {
  return std::ranges::any_of(readings(text),
                             [&](const std::string& each) { return shows_plainly(each, secret); });
}

// Marks each byte of the text that belongs to a run of the secret.
void mark(std::string_view text, std::string_view secret, std::vector<bool>& marks) {
  const std::size_t run = run_of(secret);
  for (std::size_t at = 0; at + run <= text.size(); ++at) {
    if (stands_in_secret(secret, text.substr(at, run))) {
      std::fill_n(marks.begin() + static_cast<std::ptrdiff_t>(at), run, true);
    }
  }
}

std::string with_stars(std::string_view text, const std::vector<bool>& marks) {
  std::string shown;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!marks[at]) shown += text[at];
    if (marks[at] && (at == 0 || !marks[at - 1])) shown += "***";
  }
  return shown;
}

}  // namespace

bool shows_secret(std::string_view text, std::string_view secret) {
  if (secret.size() < kShortestSecret) return false;
  return shows_plainly(text, secret) || shows_otherwise(text, secret);
}

std::string mask_secrets(std::string_view text, std::span<const std::string_view> secrets) {
  std::vector<bool> marks(text.size());
  for (const std::string_view secret : secrets) {
    if (secret.size() >= kShortestSecret) mark(text, secret, marks);
  }
  std::string shown = with_stars(text, marks);
  for (const std::string_view secret : secrets) {
    if (shows_secret(shown, secret)) return "(not shown, since it holds a secret)";
  }
  return shown;
}

}  // namespace redisconf

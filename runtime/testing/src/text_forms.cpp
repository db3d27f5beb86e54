#include "text_forms.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace redisconf::testing {
namespace {

constexpr std::size_t kRun = Canary::kShortest;

constexpr unsigned char lower(char c) noexcept {
  return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

constexpr std::uint64_t extend(std::uint64_t run, char byte) noexcept { return run << 8U | lower(byte); }

// 16 and more: not a digit.
constexpr unsigned digit(char c) noexcept {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const unsigned char letter = lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10U : 16U;
}

// `count` digits of that base in front of the text.
std::optional<unsigned> number(std::string_view text, std::size_t count, unsigned base) noexcept {
  if (text.size() < count) return {};
  unsigned value = 0;
  for (const char c : text.substr(0, count)) {
    if (digit(c) >= base) return {};
    value = value * base + digit(c);
  }
  return value;
}

// One way to read the text's first characters.
struct Reading {
  std::array<char, 3> bytes{};
  std::size_t count = 1;  // of bytes
  std::size_t length = 1;
  LeakForm form = LeakForm::plain;
};

// UTF-8 (RFC 3629) of a code point of the basic plane.
Reading code_point(unsigned value, std::size_t length) noexcept {
  const auto tail = [](unsigned bits) { return static_cast<char>(0x80U | (bits & 0x3FU)); };
  if (value < 0x80U) return {{static_cast<char>(value)}, 1, length, LeakForm::escaped};
  if (value < 0x800U) {
    return {{static_cast<char>(0xC0U | value >> 6U), tail(value)}, 2, length, LeakForm::escaped};
  }
  return {{static_cast<char>(0xE0U | value >> 12U), tail(value >> 6U), tail(value)},
          3,
          length,
          LeakForm::escaped};
}

std::optional<Reading> read_backslash(std::string_view text) noexcept {
  const char c = text.size() > 1 ? text[1] : '\0';
  if (c == 'u') {
    if (const auto value = number(text.substr(2), 4, 16)) return code_point(*value, 6);
    return {};
  }
  const auto one = [](unsigned value, std::size_t length) {
    return Reading{{static_cast<char>(value)}, 1, length, LeakForm::escaped};
  };
  if (c == 'x') {
    if (const auto value = number(text.substr(2), 2, 16)) return one(*value, 4);
    return {};
  }
  if (const auto value = number(text.substr(1), 3, 8)) return one(*value, 4);
  constexpr std::string_view kNames = "nrtbfave0";
  constexpr std::string_view kBytes{"\n\r\t\b\f\a\v\x1b\0", 9};
  if (const auto at = kNames.find(c); at != std::string_view::npos) {
    return one(static_cast<unsigned char>(kBytes[at]), 2);
  }
  // "\/" in JSON, "\'" in C, "\$" in a shell.
  if (c > ' ' && c < '\x7f' && digit(c) > 15 && (lower(c) < 'a' || lower(c) > 'z')) {
    return one(static_cast<unsigned char>(c), 2);
  }
  return {};
}

// Reads on from one start in every way, until eight bytes are together.
class Walk {
 public:
  Walk(std::string_view text, std::size_t start, const RunFound& found)
      : text_(text), start_(start), found_(found) {}

  void go(std::size_t at, std::size_t bytes, std::uint64_t run, LeakForm form) const {
    if (bytes == kRun) return found_(run, form, start_);
    if (at == text_.size()) return;
    take(at, {{text_[at]}}, bytes, run, form);
    if (text_[at] == '%') {
      if (const auto value = number(text_.substr(at + 1), 2, 16)) {
        take(at, {{static_cast<char>(*value)}, 1, 3, LeakForm::percent_encoded}, bytes, run, form);
      }
    } else if (text_[at] == '\\') {
      if (const auto reading = read_backslash(text_.substr(at))) take(at, *reading, bytes, run, form);
    }
  }

 private:
  void take(std::size_t at, const Reading& reading, std::size_t bytes, std::uint64_t run,
            LeakForm form) const {
    std::size_t count = 0;
    while (count < reading.count && bytes < kRun) {
      run = extend(run, reading.bytes[count++]);
      ++bytes;
    }
    go(at + reading.length, bytes, run, form == LeakForm::plain ? reading.form : form);
  }

  std::string_view text_;
  std::size_t start_;
  const RunFound& found_;
};

// Digits of a code with so many bits each, and where they stand; cut by anything else.
class Code {
 public:
  Code(unsigned bits, LeakForm form, const RunFound& found) : bits_(bits), form_(form), found_(found) {}

  void add(unsigned value, std::size_t at) {
    values_.push_back(value);
    places_.push_back(at);
  }

  // Bytes may begin at any digit of the first `steps`; then every `steps`-th begins one.
  void finish(std::size_t steps) {
    for (std::size_t first = 0; first < std::min(steps, values_.size()); ++first) decode_from(first);
    values_.clear();
    places_.clear();
  }

 private:
  void decode_from(std::size_t first) {
    std::uint64_t run = 0;
    unsigned kept = 0;  // bits that are no whole byte yet
    unsigned kept_bits = 0;
    std::size_t bytes = 0;
    for (std::size_t index = first; index < values_.size(); ++index) {
      kept = (kept << bits_ | values_[index]) & 0xFFFU;
      kept_bits += bits_;
      if (kept_bits < 8) continue;
      kept_bits -= 8;
      run = extend(run, static_cast<char>(kept >> kept_bits));
      if (++bytes >= kRun) found_(run, form_, places_[first + (bytes - kRun) * 8 / bits_]);
    }
  }

  unsigned bits_;
  LeakForm form_;
  const RunFound& found_;
  std::vector<unsigned> values_;
  std::vector<std::size_t> places_;
};

// 64: not a digit. Both alphabets of RFC 4648.
constexpr unsigned base64_digit(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 26U;
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0') + 52U;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : 64;
}

// A character of the text, or what an escape of it means.
struct Character {
  char byte;
  std::size_t at;
};

std::vector<Character> characters(std::string_view text, bool undo_escapes) {
  std::vector<Character> all;
  for (std::size_t at = 0; at < text.size();) {
    std::optional<Reading> reading;
    if (undo_escapes && text[at] == '%') {
      if (const auto value = number(text.substr(at + 1), 2, 16))
        reading = {{static_cast<char>(*value)}, 1, 3};
    } else if (undo_escapes && text[at] == '\\') {
      reading = read_backslash(text.substr(at));
    }
    if (!reading) reading = Reading{{text[at]}};
    for (std::size_t index = 0; index < reading->count; ++index) all.push_back({reading->bytes[index], at});
    at += reading->length;
  }
  return all;
}

void each_base64_run(const std::vector<Character>& text, const RunFound& found) {
  Code code(6, LeakForm::base64, found);
  for (const auto& [byte, at] : text) {
    const unsigned value = base64_digit(byte);
    if (value < 64) {
      code.add(value, at);
    } else if (byte != '\n' && byte != '\r') {  // RFC 2045 wraps lines
      code.finish(4);
    }
  }
  code.finish(4);
}

// "6869", "68:69", "68 69".
void each_hex_run(std::string_view text, const RunFound& found) {
  Code code(4, LeakForm::hex, found);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const unsigned value = digit(text[at]);
    const bool between = text[at] == ':' || text[at] == ' ' || text[at] == '-';
    if (value < 16) {
      code.add(value, at);
    } else if (!between) {
      code.finish(2);
    }
  }
  code.finish(2);
}

}  // namespace

std::uint64_t run_of(std::string_view bytes) noexcept {
  std::uint64_t run = 0;
  for (const char byte : bytes) run = extend(run, byte);
  return run;
}

void each_run(std::string_view text, const RunFound& found) {
  for (std::size_t start = 0; start < text.size(); ++start) {
    Walk(text, start, found).go(start, 0, 0, LeakForm::plain);
  }
  each_base64_run(characters(text, false), found);
  if (text.find_first_of("%\\") != std::string_view::npos) each_base64_run(characters(text, true), found);
  each_hex_run(text, found);
}

}  // namespace redisconf::testing

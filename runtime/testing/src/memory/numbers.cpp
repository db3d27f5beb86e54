#include "memory/numbers.h"

#include "memory/answer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace redisconf::testing::memory {
namespace {

// Longest text of a long double: 4933 digits before the point.
constexpr std::size_t kLongest = 5120;

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

template <class Number, class Parse>
std::optional<Number> parse_float(std::string_view text, Parse parse) {
  if (text.empty() || is_space(text.front())) return std::nullopt;
  const std::string copy(text);
  char* end = nullptr;
  errno = 0;
  const Number number = parse(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size() || std::isnan(number)) return std::nullopt;
  const bool lost = std::isinf(number) || std::fpclassify(number) == FP_ZERO;
  if (errno == ERANGE && lost) return std::nullopt;
  return number;
}

[[noreturn]] void throw_error(std::string_view text) { throw CommandError("ERR " + std::string(text)); }

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

CLocale::CLocale() {
  static const locale_t plain = ::newlocale(LC_ALL_MASK, "C", nullptr);
  before_ = ::uselocale(plain);
}

CLocale::~CLocale() { ::uselocale(before_); }

std::optional<long long> parse_integer(std::string_view text) noexcept {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || (digits.front() == '0' && text != "0")) return std::nullopt;
  long long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> parse_double(std::string_view text) { return parse_float<double>(text, ::strtod); }

std::optional<long double> parse_long_double(std::string_view text) {
  if (text.size() >= kLongest) return std::nullopt;
  return parse_float<long double>(text, ::strtold);
}

long long require_integer(std::string_view text, std::string_view error) {
  if (const auto number = parse_integer(text)) return *number;
  throw_error(error);
}

long long require_in_range(std::string_view text, long long low, long long high, std::string_view error) {
  const auto number = parse_integer(text);
  if (!number || *number < low || *number > high) throw_error(error);
  return *number;
}

double require_double(std::string_view text, std::string_view error) {
  if (const auto number = parse_double(text)) return *number;
  throw_error(error);
}

long double require_long_double(std::string_view text, std::string_view error) {
  if (const auto number = parse_long_double(text)) return *number;
  throw_error(error);
}

std::string format_double(double number) {
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  std::array<char, 64> text;
  const int size = std::snprintf(text.data(), text.size(), "%.17g", number);
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string format_long_double(long double number) {
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  std::string text(kLongest, '\0');
  const int size = std::snprintf(text.data(), text.size(), "%.17Lf", number);
  text.resize(static_cast<std::size_t>(size));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

long long add_or_throw(long long left, long long right) {
  long long sum = 0;
  if (__builtin_add_overflow(left, right, &sum)) throw_error("increment or decrement would overflow");
  return sum;
}

bool same_word(std::string_view text, std::string_view expected) noexcept {
  return std::ranges::equal(text, expected, {}, lower);
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

}  // namespace redisconf::testing::memory

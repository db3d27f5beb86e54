// Numbers as Redis reads and writes them: strictly, and in the "C" locale whatever the program has set.
//
// Thread-safety: pure; CLocale is for the thread that makes it. Errors: the require_ functions throw
// CommandError with the given text, after "ERR ".
#pragma once

#include <locale.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf::testing::memory {

// Decimal commas of a program's own locale stay out, for as long as it lives.
class CLocale {
 public:
  CLocale();
  CLocale(const CLocale&) = delete;
  CLocale& operator=(const CLocale&) = delete;
  ~CLocale();

 private:
  locale_t before_;
};

// No sign +, no zeros in front, no space.
[[nodiscard]] std::optional<long long> parse_integer(std::string_view text) noexcept;

// What strtod() and strtold() read, hexadecimal and inf too, but no NaN and nothing out of range.
[[nodiscard]] std::optional<double> parse_double(std::string_view text);
[[nodiscard]] std::optional<long double> parse_long_double(std::string_view text);

inline constexpr std::string_view kNoInteger = "value is not an integer or out of range";
inline constexpr std::string_view kNoFloat = "value is not a valid float";

[[nodiscard]] long long require_integer(std::string_view text, std::string_view error = kNoInteger);
[[nodiscard]] long long require_in_range(std::string_view text, long long low, long long high,
                                         std::string_view error);
[[nodiscard]] double require_double(std::string_view text, std::string_view error = kNoFloat);
[[nodiscard]] long double require_long_double(std::string_view text, std::string_view error = kNoFloat);

// "%.17g"; inf and -inf.
[[nodiscard]] std::string format_double(double number);
// "%.17Lf" without zeros at the end, as INCRBYFLOAT stores it.
[[nodiscard]] std::string format_long_double(long double number);

// Throws what INCRBY says when the sum does not fit.
[[nodiscard]] long long add_or_throw(long long left, long long right);

[[nodiscard]] bool same_word(std::string_view text, std::string_view lower) noexcept;  // whatever its case
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace redisconf::testing::memory

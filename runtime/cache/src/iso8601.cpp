#include "redisconf/cache/iso8601.h"

#include <array>
#include <cstddef>
#include <cstdio>
#include <stdexcept>

namespace redisconf {
namespace {

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr int kMostYears = 999'999;
constexpr std::uint32_t kBillion = 1'000'000'000;

struct Date {
  std::int64_t year;
  int month;
  int day;
};

// Days since 1970-01-01 of the proleptic Gregorian calendar, and back. Years begin in March here,
// and come in eras of 400 (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
constexpr std::int64_t days_of(const Date& date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

constexpr Date date_of(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  const int civil_month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  return {year_of_era + era * 400 + (civil_month <= 2 ? 1 : 0), civil_month,
          static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1)};
}

constexpr int days_in(std::int64_t year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Reads from the front of a text; the first thing that is missing spoils all.
class Cursor {
 public:
  explicit Cursor(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] bool done() const noexcept { return !failed_ && at_ == text_.size(); }

  bool take(char wanted) noexcept {
    if (at_ == text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  void require(char wanted) noexcept { failed_ = !take(wanted) || failed_; }

  [[nodiscard]] bool at_digit() const noexcept {
    return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9';
  }

  int digit() noexcept {
    if (at_digit()) return text_[at_++] - '0';
    failed_ = true;
    return 0;
  }

  int number(int digits, int least, int most) noexcept {
    int value = 0;
    for (int i = 0; i < digits; ++i) value = value * 10 + digit();
    failed_ = failed_ || value < least || value > most;
    return value;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

std::int64_t read_year(Cursor& cursor) noexcept {
  constexpr int kFourDigits = 9'999;
  if (cursor.take('+')) return cursor.number(6, 0, kMostYears);
  if (cursor.take('-')) return -std::int64_t{cursor.number(6, 1, kMostYears)};
  return cursor.number(4, 0, kFourDigits);
}

std::uint32_t read_fraction(Cursor& cursor) noexcept {
  if (!cursor.take('.')) return 0;
  std::uint32_t nanoseconds = static_cast<std::uint32_t>(cursor.digit());
  for (int i = 1; i < 9; ++i) {
    nanoseconds = nanoseconds * 10 + (cursor.at_digit() ? static_cast<std::uint32_t>(cursor.digit()) : 0);
  }
  return nanoseconds;
}

std::int64_t read_offset(Cursor& cursor) noexcept {
  if (cursor.take('Z')) return 0;
  const bool east = cursor.take('+');
  if (!east) cursor.require('-');
  const std::int64_t hours = cursor.number(2, 0, 23);
  cursor.require(':');
  const std::int64_t seconds = hours * 3'600 + std::int64_t{60} * cursor.number(2, 0, 59);
  return east ? seconds : -seconds;
}

std::string fraction_text(std::uint32_t nanoseconds) {
  if (nanoseconds == 0) return {};
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), ".%09u", static_cast<unsigned>(nanoseconds));
  std::string digits(text.data());
  while (digits.ends_with("000")) digits.resize(digits.size() - 3);
  return digits;
}

}  // namespace

std::string iso8601_text(UnixTime time) {
  const std::int64_t of_day = ((time.seconds % kSecondsOfDay) + kSecondsOfDay) % kSecondsOfDay;
  const std::int64_t days = time.seconds / kSecondsOfDay - (time.seconds % kSecondsOfDay < 0 ? 1 : 0);
  const Date date = date_of(days);
  if (date.year < -kMostYears || date.year > kMostYears) {
    throw std::out_of_range("a time outside of the years -999999 to 999999 has no ISO 8601 form");
  }
  const char* const form = date.year < 0 || date.year > 9'999 ? "%+07lld-%02d-%02dT%02d:%02d:%02d"
                                                              : "%04lld-%02d-%02dT%02d:%02d:%02d";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), form, static_cast<long long>(date.year), date.month, date.day,
                static_cast<int>(of_day / 3'600), static_cast<int>(of_day / 60 % 60),
                static_cast<int>(of_day % 60));
  return text.data() + fraction_text(time.nanoseconds) + 'Z';
}

std::optional<UnixTime> iso8601_time(std::string_view text) noexcept {
  Cursor cursor(text);
  Date date{.year = read_year(cursor), .month = 1, .day = 1};
  cursor.require('-');
  date.month = cursor.number(2, 1, 12);
  cursor.require('-');
  date.day = cursor.number(2, 1, days_in(date.year, date.month));
  cursor.require('T');
  std::int64_t of_day = cursor.number(2, 0, 23) * std::int64_t{3'600};
  cursor.require(':');
  of_day += cursor.number(2, 0, 59) * std::int64_t{60};
  cursor.require(':');
  of_day += cursor.number(2, 0, 59);
  const std::uint32_t nanoseconds = read_fraction(cursor);
  const std::int64_t offset = read_offset(cursor);
  if (!cursor.done()) return std::nullopt;
  return UnixTime{days_of(date) * kSecondsOfDay + of_day - offset, nanoseconds};
}

std::optional<std::int64_t> ticks_of(UnixTime time, std::int64_t numerator,
                                     std::int64_t denominator) noexcept {
  if (denominator == 1) {
    const bool below = time.seconds % numerator < 0;
    return time.seconds / numerator - (below ? 1 : 0);
  }
  // Units between a nanosecond and a second; others would need wider numbers.
  if (numerator != 1 || denominator > kBillion) return std::nullopt;
  // From the second after a negative one, so that the smallest time that fits is not lost on the way.
  const bool negative = time.seconds < 0;
  const std::int64_t seconds = negative ? time.seconds + 1 : time.seconds;
  const std::int64_t part = static_cast<std::int64_t>(time.nanoseconds) * denominator / kBillion;
  std::int64_t ticks = 0;
  if (__builtin_mul_overflow(seconds, denominator, &ticks)) return std::nullopt;
  if (__builtin_add_overflow(ticks, negative ? part - denominator : part, &ticks)) return std::nullopt;
  return ticks;
}

}  // namespace redisconf

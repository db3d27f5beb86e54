#include "cron.h"

#include <array>
#include <charconv>
#include <stdexcept>
#include <string>
#include <vector>

namespace redisconf::queue {
namespace {

struct Bounds {
  const char* name;
  int low;
  int high;
};
constexpr std::array<Bounds, 5> kBounds{
    {{"minute", 0, 59}, {"hour", 0, 23}, {"day of month", 1, 31}, {"month", 1, 12}, {"day of week", 0, 7}}};

[[noreturn]] void refuse(const Bounds& bounds) {
  throw std::invalid_argument("wrong cron expression: " + std::string(bounds.name) + " takes " +
                              std::to_string(bounds.low) + " to " + std::to_string(bounds.high) +
                              ", *, a-b, */n and lists of them");
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

int number_of(std::string_view text, const Bounds& bounds) {
  int number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) refuse(bounds);
  return number;
}

// One element of a list: "*", "3", "1-5", with "/n" behind.
void add_range(std::bitset<60>& field, std::string_view text, const Bounds& bounds) {
  const std::size_t slash = text.find('/');
  const std::string_view range = text.substr(0, slash);
  const int step = slash == std::string_view::npos ? 1 : number_of(text.substr(slash + 1), bounds);
  int low = bounds.low;
  int high = bounds.high;
  if (range != "*") {
    const std::size_t dash = range.find('-');
    low = number_of(range.substr(0, dash), bounds);
    if (dash != std::string_view::npos) {
      high = number_of(range.substr(dash + 1), bounds);
    } else if (slash == std::string_view::npos) {
      high = low;
    }
  }
  if (low < bounds.low || high > bounds.high || low > high || step < 1) refuse(bounds);
  for (int at = low; at <= high; at += step) field.set(static_cast<std::size_t>(at));
}

std::vector<std::string_view> fields_of(std::string_view expression) {
  std::vector<std::string_view> fields;
  for (const std::string_view part : split(expression, ' ')) {
    if (!part.empty()) fields.push_back(part);
  }
  if (fields.size() != kBounds.size()) {
    throw std::invalid_argument("wrong cron expression: it has five fields, minute hour day month weekday");
  }
  return fields;
}

}  // namespace

Cron::Cron(std::string_view expression) {
  const auto fields = fields_of(expression);
  const std::array<Field*, 5> into{&minutes_, &hours_, &days_, &months_, &weekdays_};
  for (std::size_t at = 0; at < kBounds.size(); ++at) {
    for (const std::string_view part : split(fields[at], ',')) add_range(*into.at(at), part, kBounds.at(at));
  }
  if (weekdays_.test(7)) weekdays_.set(0);
  any_day_ = fields[2] == "*";
  any_weekday_ = fields[4] == "*";
  static_cast<void>(next_after({}));  // there is such a time
}

bool Cron::is_day(std::chrono::year_month_day day) const {
  if (!months_.test(static_cast<unsigned>(day.month()))) return false;
  const bool by_day = days_.test(static_cast<unsigned>(day.day()));
  const bool by_weekday = weekdays_.test(std::chrono::weekday(std::chrono::sys_days(day)).c_encoding());
  if (any_day_ || any_weekday_) return by_day && by_weekday;
  return by_day || by_weekday;
}

std::chrono::sys_time<std::chrono::milliseconds> Cron::next_after(
    std::chrono::sys_time<std::chrono::milliseconds> time) const {
  using namespace std::chrono;
  const auto first = floor<minutes>(time) + minutes(1);
  const sys_days start = floor<days>(first);
  const sys_days end = start + days(8 * 366);  // a 29 February may be eight years away
  for (sys_days day = start; day < end; day += days(1)) {
    if (!is_day(year_month_day(day))) continue;
    const minutes from = day == start ? duration_cast<minutes>(first - start) : minutes(0);
    for (minutes at = from; at < days(1); ++at) {
      const auto whole = static_cast<std::size_t>(at.count());
      if (hours_.test(whole / 60) && minutes_.test(whole % 60)) return day + at;
    }
  }
  throw std::invalid_argument("wrong cron expression: no such time comes");
}

}  // namespace redisconf::queue

#include "queue/sim/almanac.h"

#include <array>

namespace redisconf::test {
namespace {

std::string list_of(const std::set<int>& values) {
  if (values.empty()) return "*";
  std::string text;
  for (const int value : values) text += (text.empty() ? "" : ",") + std::to_string(value);
  return text;
}

std::set<int> some(Engine& engine, int from, int to, int most) {
  std::set<int> values;
  for (int i = roll(engine, 1, most); i > 0; --i) values.insert(roll(engine, from, to));
  return values;
}

}  // namespace

int roll(Engine& engine, int from, int to) { return std::uniform_int_distribution<int>(from, to)(engine); }

bool Rule::means(SimTime minute) const {
  const auto day = std::chrono::floor<std::chrono::days>(minute);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(minute - day);
  if (!minutes.contains(static_cast<int>(clock.minutes().count()))) return false;
  if (!hours.contains(static_cast<int>(clock.hours().count()))) return false;
  if (!months.empty() && !months.contains(static_cast<int>(static_cast<unsigned>(date.month()))))
    return false;
  const bool on_day = days.contains(static_cast<int>(static_cast<unsigned>(date.day())));
  const bool on_weekday = weekdays.contains(static_cast<int>(std::chrono::weekday(day).c_encoding()));
  if (days.empty() && weekdays.empty()) return true;
  return on_day || on_weekday;  // POSIX crontab: with both restricted, one is enough
}

Rule any_rule(Engine& engine) {
  Rule rule;
  rule.minutes = some(engine, 0, 59, 2);
  rule.hours = some(engine, 0, 23, 4);
  std::string hours = list_of(rule.hours);
  switch (roll(engine, 0, 5)) {
    case 0:  // the 29th of February, and other last days
      rule.days = {29};
      rule.months = {2};
      break;
    case 1:
      rule.days = some(engine, 28, 31, 3);
      break;
    case 2:
      rule.weekdays = some(engine, 0, 6, 3);
      break;
    case 3:
      rule.days = some(engine, 1, 31, 3);
      rule.weekdays = some(engine, 0, 6, 2);
      break;
    case 4: {
      constexpr std::array kSteps{4, 6, 8, 12};
      const int step = kSteps.at(static_cast<std::size_t>(roll(engine, 0, 3)));
      rule.hours.clear();
      for (int hour = 0; hour < 24; hour += step) rule.hours.insert(hour);
      hours = "*/" + std::to_string(step);
      break;
    }
    default:
      rule.months = some(engine, 1, 12, 4);
      break;
  }
  rule.text = list_of(rule.minutes) + ' ' + hours + ' ' + list_of(rule.days) + ' ' + list_of(rule.months) +
              ' ' + list_of(rule.weekdays);
  return rule;
}

std::vector<SimTime> times_of(const Rule& rule, SimTime from, SimTime to) {
  std::vector<SimTime> times;
  for (SimTime at = std::chrono::floor<std::chrono::minutes>(from) + std::chrono::minutes(1); at <= to;
       at += std::chrono::minutes(1)) {
    if (rule.means(at)) times.push_back(at);
  }
  return times;
}

}  // namespace redisconf::test

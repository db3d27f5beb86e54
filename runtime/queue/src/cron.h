// A cron expression after POSIX crontab: "minute hour day-of-month month day-of-week", in UTC. Fields are
// *, numbers, ranges a-b, steps */n and a-b/n, and lists of them; 7 is Sunday too. As POSIX says, with
// both days restricted a time needs only one of them.
//
// Thread-safety: constant. Errors: std::invalid_argument for a wrong expression, or one that no time of
// the next eight years meets.
#pragma once

#include <bitset>
#include <chrono>
#include <string_view>

namespace redisconf::queue {

class Cron {
 public:
  explicit Cron(std::string_view expression);

  // The first time after `time` that it means: whole minutes.
  [[nodiscard]] std::chrono::sys_time<std::chrono::milliseconds> next_after(
      std::chrono::sys_time<std::chrono::milliseconds> time) const;

 private:
  using Field = std::bitset<60>;

  [[nodiscard]] bool is_day(std::chrono::year_month_day day) const;

  Field minutes_;
  Field hours_;
  Field days_;
  Field months_;
  Field weekdays_;
  bool any_day_ = false;
  bool any_weekday_ = false;
};

}  // namespace redisconf::queue

#include "cron.h"
#include "support/catch.h"

#include <string>

using redisconf::queue::Cron;
using namespace std::chrono;

namespace {

using Time = sys_time<milliseconds>;

Time at(int year_number, unsigned month_number, unsigned day_number, int hour, int minute) {
  const year_month_day date{year(year_number), month(month_number), day(day_number)};
  return sys_days(date) + hours(hour) + minutes(minute);
}

}  // namespace

TEST_CASE("the next time of a cron expression is after the given one, on a whole minute") {
  const Time start = at(2024, 2, 28, 23, 59) + milliseconds(30'500);
  struct Row {
    const char* expression;
    Time next;
  };
  const Row rows[] = {
      {"* * * * *", at(2024, 2, 29, 0, 0)},        {"0 0 29 2 *", at(2024, 2, 29, 0, 0)},
      {"30 4 1 * *", at(2024, 3, 1, 4, 30)},       {"*/15 9-17 * * 1-5", at(2024, 2, 29, 9, 0)},
      {"0 12 * * 0", at(2024, 3, 3, 12, 0)},       {"0 12 * * 7", at(2024, 3, 3, 12, 0)},
      {"5,10 0 * * *", at(2024, 2, 29, 0, 5)},     {"0 0 1 1 *", at(2025, 1, 1, 0, 0)},
      {"0 0 13 * 5", at(2024, 3, 1, 0, 0)},  // both days restricted: a Friday, or a 13th
      {"10-20/5 1 * * *", at(2024, 2, 29, 1, 10)},
  };
  for (const Row& row : rows) {
    INFO(row.expression);
    CHECK(Cron(row.expression).next_after(start) == row.next);
  }
  CHECK(Cron("0 0 29 2 *").next_after(at(2024, 2, 29, 0, 0)) == at(2028, 2, 29, 0, 0));
}

TEST_CASE("a wrong cron expression is refused") {
  for (const char* const wrong : {"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *",
                                  "* * * 13 *", "* * * * 8", "*/0 * * * *", "a * * * *", "5-1 * * * *",
                                  "1, * * * *", "-1 * * * *", "0 0 30 2 *", "99999999999 * * * *"}) {
    INFO(wrong);
    CHECK_THROWS_AS(Cron(wrong), std::invalid_argument);
  }
}

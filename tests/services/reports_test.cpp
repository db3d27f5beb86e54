// The figures of analytics, without any server.
#include "reports.h"
#include "events.h"

#include "support/catch.h"

#include <algorithm>
#include <set>
#include <vector>

using backend::find_report;
using backend::kDays;
using backend::kDearestOrder;
using backend::order_of;
using backend::Report;

namespace {

constexpr std::int64_t kCustomers = 40;

std::vector<std::int64_t> all_orders() {
  std::vector<std::int64_t> orders;
  for (std::int64_t customer = 0; customer < kCustomers; ++customer) {
    for (std::int64_t day = 0; day < kDays; ++day) {
      if (order_of(customer, day) > 0) orders.push_back(order_of(customer, day));
    }
  }
  return orders;
}

std::int64_t value_of(std::string_view name) {
  const Report* const report = find_report(name);
  REQUIRE(report != nullptr);
  return report->compute(kCustomers);
}

}  // namespace

TEST_CASE("orders stay within their bounds and differ", "[reports]") {
  const std::vector<std::int64_t> orders = all_orders();
  CHECK(orders.size() > 1000);  // one day in ten
  CHECK(orders.size() < 2000);
  CHECK(
      std::ranges::all_of(orders, [](std::int64_t cents) { return 100 <= cents && cents <= kDearestOrder; }));
  CHECK(std::set(orders.begin(), orders.end()).size() > 500);
}

TEST_CASE("revenue is the sum of all orders", "[reports]") {
  std::int64_t sum = 0;
  for (const std::int64_t cents : all_orders()) sum += cents;
  CHECK(value_of("revenue") == sum);
}

TEST_CASE("the median order has as many below as above", "[reports]") {
  std::vector<std::int64_t> orders = all_orders();
  std::ranges::sort(orders);
  CHECK(value_of("median_order") == orders[(orders.size() - 1) / 2]);
}

TEST_CASE("active customers ordered within the last thirty days", "[reports]") {
  std::int64_t active = 0;
  for (std::int64_t customer = 0; customer < kCustomers; ++customer) {
    bool ordered = false;
    for (std::int64_t day = 0; day < 30; ++day) ordered = ordered || order_of(customer, day) > 0;
    active += ordered ? 1 : 0;
  }
  CHECK(value_of("active_customers") == active);
}

TEST_CASE("figures of nobody are zero", "[reports]") {
  for (const Report& report : backend::reports()) CHECK(report.compute(0) == 0);
}

TEST_CASE("reports are found by their name alone", "[reports]") {
  for (const Report& report : backend::reports()) CHECK(find_report(report.name) == &report);
  CHECK(find_report("profit") == nullptr);
  CHECK(find_report("") == nullptr);
}

#include "reports.h"

#include "events.h"

#include <algorithm>
#include <array>
#include <vector>

namespace backend {
namespace {

template <class Visit>
void for_each_order(std::int64_t customers, Visit visit) {
  for (std::int64_t customer = 0; customer < customers; ++customer) {
    for (std::int64_t day = 0; day < kDays; ++day) {
      if (const std::int64_t cents = order_of(customer, day); cents > 0) visit(cents);
    }
  }
}

std::int64_t revenue(std::int64_t customers) {
  std::int64_t total = 0;
  for_each_order(customers, [&](std::int64_t cents) { total += cents; });
  return total;
}

bool is_active(std::int64_t customer) {
  constexpr std::int64_t kRecentDays = 30;
  for (std::int64_t day = 0; day < kRecentDays; ++day) {
    if (order_of(customer, day) > 0) return true;
  }
  return false;
}

std::int64_t active_customers(std::int64_t customers) {
  std::int64_t active = 0;
  for (std::int64_t customer = 0; customer < customers; ++customer) active += is_active(customer) ? 1 : 0;
  return active;
}

// Counts orders by price, so that memory does not grow with the customers.
std::int64_t median_order(std::int64_t customers) {
  std::vector<std::int64_t> orders_at(kDearestOrder + 1);
  std::int64_t orders = 0;
  for_each_order(customers, [&](std::int64_t cents) {
    ++orders_at[static_cast<std::size_t>(cents)];
    ++orders;
  });
  std::int64_t below = 0;
  for (std::size_t cents = 0; cents < orders_at.size(); ++cents) {
    below += orders_at[cents];
    if (2 * below >= orders && orders > 0) return static_cast<std::int64_t>(cents);
  }
  return 0;
}

constexpr std::array kReports{Report{"revenue", "cents", revenue},
                              Report{"active_customers", "customers", active_customers},
                              Report{"median_order", "cents", median_order}};

}  // namespace

std::span<const Report> reports() noexcept { return kReports; }

const Report* find_report(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kReports, name, &Report::name);
  return found == kReports.end() ? nullptr : found;
}

}  // namespace backend

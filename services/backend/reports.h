// The reports that analytics knows, each over the last year of so many customers.
//
// Thread-safety: pure functions. Cost: one pass over the customers' days, constant memory.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace backend {

struct Report {
  std::string_view name;
  std::string_view unit;
  std::int64_t (*compute)(std::int64_t customers);
};

// revenue (cents), active_customers (ordered within 30 days), median_order (cents).
[[nodiscard]] std::span<const Report> reports() noexcept;

// nullptr when there is none of that name.
[[nodiscard]] const Report* find_report(std::string_view name) noexcept;

}  // namespace backend

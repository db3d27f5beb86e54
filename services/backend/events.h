// What customers of a shop did, a day each: the rows that analytics counts. Made from customer and
// day alone, so every process and every run sees the same.
#pragma once

#include <cstdint>

namespace backend {

inline constexpr std::int64_t kDays = 365;
inline constexpr std::int64_t kDearestOrder = 20'000;  // cents

// Cents that the customer spent on that day (0 is today); 0 on most days, else at least 100.
[[nodiscard]] std::int64_t order_of(std::int64_t customer, std::int64_t day) noexcept;

}  // namespace backend

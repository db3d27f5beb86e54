// schema/approvals.yaml: changes that somebody answers for, each until a day.
//
// Ownership:     an approval points at the file, which must outlive it.
// Thread-safety: none. Errors: diagnostics.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compare/change.h"
#include "schema/section.h"

namespace redisconf::compiler::compare {

using Date = std::chrono::year_month_day;

inline constexpr std::chrono::days kLongestApproval{90};

struct Approval {
  std::string change;  // 16 hexadecimal digits
  std::string by;
  std::string because;
  Date expires;  // the last day on which it counts
  Place place;   // of `change`
};

// "2026-02-28"; nothing when there is no such day.
[[nodiscard]] std::optional<Date> read_date(std::string_view text) noexcept;
[[nodiscard]] std::string date_text(Date date);
[[nodiscard]] Date days_after(Date date, std::chrono::days days);

struct Approvals {
  std::unique_ptr<SourceFile> file;  // nullptr: there is none
  std::vector<Approval> list;
};

// What is broken is left out, and a diagnostic says why. A file that is not there approves nothing.
[[nodiscard]] Approvals load_approvals(const std::string& path, Date today, Diagnostics& diagnostics);

}  // namespace redisconf::compiler::compare

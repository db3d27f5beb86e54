// A review as text for a terminal, as Markdown for a ticket and as JSON for programs. The same
// input gives the same bytes, wherever the folder lies.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>

#include "scan/finding.h"
#include "scan/review.h"

namespace redisconf::compiler::scan {

[[nodiscard]] std::string text_report(const Inventory& inventory, const Review& review, bool colour);
[[nodiscard]] std::string markdown_report(const Inventory& inventory, const Review& review);
[[nodiscard]] std::string json_report(const Inventory& inventory, const Review& review);

// What the three have in common.

struct SummaryLine {
  std::string_view name;  // "secrets in source"
  std::string_view key;   // "secrets_in_source"
  std::size_t count = 0;
  bool alarming = false;  // of a count above nought
};
[[nodiscard]] std::vector<SummaryLine> summary_lines(const Inventory& inventory, const Review& review);

// "1 over 1 MiB, 2 unreadable"; empty when no file was left out.
[[nodiscard]] std::string skipped_files(const Skipped& skipped);

[[nodiscard]] std::string place_text(const std::string& file, Place place);  // file:line:column
[[nodiscard]] std::string place_in_file(Place place);                        // line:column

// The settings of a site that the catalogue has, or those that it has not.
[[nodiscard]] std::vector<const Finding*> findings_of(const Site& site, bool in_catalogue);

}  // namespace redisconf::compiler::scan

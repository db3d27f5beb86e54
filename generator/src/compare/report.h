// The report of `redisconf diff`: changes, riskiest first, and who answers for them.
//
// Values of the schema and of approvals pass through printable(); the schema holds no secret.
//
// Ownership:     points at changes, approvals and source files, which must outlive it.
// Thread-safety: none. Errors: none.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compare/approvals.h"
#include "compare/change.h"

namespace redisconf::compiler::compare {

struct ReviewedChange {
  const Change* change = nullptr;
  const Approval* approval = nullptr;  // nullptr: nobody answers for it
  bool expired = false;                // the approval
  bool fails = false;

  [[nodiscard]] bool approved() const noexcept { return approval != nullptr && !expired; }
};

struct ReportInput {
  std::string against;         // "origin/main (1a2b3c4d5e6f)", or a folder
  bool all_new = false;        // there was no schema
  std::string approvals_path;  // where approvals stand, or would
  bool has_approvals = false;  // the file is there
  Date today;
  std::optional<Risk> fail_on;
};

struct Report : ReportInput {
  std::vector<ReviewedChange> changes;
  std::vector<const Approval*> stale;   // match no change
  std::array<std::size_t, 4> counts{};  // by risk
  std::size_t approved = 0;
  std::size_t failing = 0;
};

// Lays approvals beside the changes. An expired one does not count.
[[nodiscard]] Report review(ReportInput input, const std::vector<Change>& changes,
                            const std::vector<Approval>& approvals);

[[nodiscard]] std::string text_report(const Report& report, bool colour);
[[nodiscard]] std::string markdown_report(const Report& report);
[[nodiscard]] std::string json_report(const Report& report);
[[nodiscard]] std::string github_report(const Report& report);

// What the formats share.

// Printable, without an end of line.
[[nodiscard]] std::string one_line(std::string_view text);

[[nodiscard]] std::string summary_line(const Report& report);  // "3 changes: 1 critical, 2 low"

// Entries for approvals.yaml for all that fails, without who and why; empty when nothing does.
[[nodiscard]] std::string proposed_approvals(const Report& report);

// "auth.production, backend.production and 3 more"; empty for what concerns the whole schema.
[[nodiscard]] std::string hits_text(const Change& change);

// "schema/redis.yaml:3:5 defaults.pool.connections"; "catalogue".
[[nodiscard]] std::string place_text(const Place* place);

// Why the state of the approval is as it is: "approved by Ada until 2026-12-31: ..."; empty
// without one.
[[nodiscard]] std::string approval_text(const ReviewedChange& reviewed);

}  // namespace redisconf::compiler::compare

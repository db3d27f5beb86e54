#include "compare/report.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "schema/yaml_text.h"
#include "text/utf8.h"

namespace redisconf::compiler::compare {
namespace {

constexpr std::size_t kMaxHits = 4;
constexpr std::chrono::days kProposedApproval{30};

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(
      line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return printable(line);
}

Report review(ReportInput input, const std::vector<Change>& changes, const std::vector<Approval>& approvals) {
  Report report;
  static_cast<ReportInput&>(report) = std::move(input);
  std::unordered_map<std::string_view, const Approval*> unused;
  for (const Approval& approval : approvals) unused.emplace(approval.change, &approval);
  for (const Change& change : changes) {
    ReviewedChange reviewed{&change};
    if (const auto found = unused.find(change.hash); found != unused.end()) {
      reviewed.approval = found->second;
      reviewed.expired = found->second->expires < report.today;
      unused.erase(found);
    }
    reviewed.fails = report.fail_on && change.risk >= *report.fail_on && !reviewed.approved();
    ++report.counts[static_cast<std::size_t>(change.risk)];
    report.approved += reviewed.approved() ? 1 : 0;
    report.failing += reviewed.fails ? 1 : 0;
    report.changes.push_back(reviewed);
  }
  for (const Approval& approval : approvals) {
    if (unused.contains(approval.change)) report.stale.push_back(&approval);
  }
  return report;
}

std::string summary_line(const Report& report) {
  if (report.changes.empty()) return "no changes";
  std::string text = counted(report.changes.size(), "change");
  std::string_view separator = ": ";
  for (const Risk risk : {Risk::critical, Risk::high, Risk::medium, Risk::low}) {
    const std::size_t count = report.counts[static_cast<std::size_t>(risk)];
    if (count == 0) continue;
    text += std::string(separator) + std::to_string(count) + ' ' + std::string(risk_name(risk));
    separator = ", ";
  }
  if (report.approved > 0) text += "; " + std::to_string(report.approved) + " approved";
  if (report.failing > 0) {
    text += "; " + std::to_string(report.failing) + (report.failing == 1 ? " fails" : " fail");
    text += " --fail-on " + std::string(risk_name(*report.fail_on));
  }
  return text;
}

std::string proposed_approvals(const Report& report) {
  if (report.failing == 0) return {};
  std::string text = report.has_approvals ? "" : "redisconf: 1\napprovals:\n";
  const std::string expires = date_text(days_after(report.today, kProposedApproval));
  for (const ReviewedChange& reviewed : report.changes) {
    if (!reviewed.fails) continue;
    text += "  - change: " + yaml_text(reviewed.change->hash) + "  # " + reviewed.change->subject;
    text += reviewed.expired ? "; instead of the expired entry\n" : "\n";
    text += "    by: \"\"\n    because: \"\"\n    expires: " + expires + '\n';
  }
  return text;
}

std::string hits_text(const Change& change) {
  std::string text;
  for (std::size_t index = 0; index < std::min(change.hits.size(), kMaxHits); ++index) {
    text += (index > 0 ? ", " : "") + change.hits[index].name();
  }
  if (change.hits.size() > kMaxHits) {
    text += " and " + std::to_string(change.hits.size() - kMaxHits) + " more";
  }
  return text;
}

std::string place_text(const Place* place) {
  if (place == nullptr) return "catalogue";
  const Location location = place->file->locate(place->offset);
  std::string text =
      place->file->path() + ':' + std::to_string(location.line) + ':' + std::to_string(location.column);
  const std::string_view origin = place->origin;
  const std::string& label = place->file->label();
  if (origin.size() > label.size() && origin.starts_with(label)) text += origin.substr(label.size());
  return printable(text);
}

std::string approval_text(const ReviewedChange& reviewed) {
  if (reviewed.approval == nullptr) return {};
  const std::string state = reviewed.expired ? "expired on " : "until ";
  return one_line("approved by " + reviewed.approval->by + (reviewed.expired ? ", " : " ") + state +
                  date_text(reviewed.approval->expires) + ": " + reviewed.approval->because);
}

}  // namespace redisconf::compiler::compare

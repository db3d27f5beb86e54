#include <algorithm>

#include "compare/report.h"

namespace redisconf::compiler::compare {
namespace {

std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0;
  std::size_t current = 0;
  for (const char c : text) {
    current = c == wanted ? current + 1 : 0;
    longest = std::max(longest, current);
  }
  return longest;
}

// As code, so that nothing in it is markup. A fence is longer than every run of backticks within
// (CommonMark 0.30, 6.1); a bar would end the cell (GFM, 4.10), and a line end the table.
std::string code(std::string_view raw) {
  std::string text;
  for (const char c : one_line(raw)) {
    if (c == '|') text += '\\';
    text += c;
  }
  const std::size_t run = longest_run(text, '`');
  const std::string fence(run + 1, '`');
  const std::string gap = run > 0 ? " " : "";
  return fence + gap + text + gap + fence;
}

std::string side(const std::optional<std::string>& value) { return value ? code(*value) : "*absent*"; }

std::string where(const Change& change) {
  const std::string hits = hits_text(change);
  std::string text = hits.empty() ? "all" : code(hits);
  if (change.after) text += "<br>" + code(place_text(change.hits.front().after));
  return text;
}

std::string state(const ReviewedChange& reviewed) {
  const std::string approval = approval_text(reviewed);
  std::string text = code(reviewed.change->hash);
  if (reviewed.fails) text += " **not approved**";
  if (!approval.empty()) text += "<br>" + code(approval);
  return text;
}

void add_table(const Report& report, std::string& text) {
  text += "\n| Risk | Change | Old | New | Where | Approval |\n|---|---|---|---|---|---|\n";
  for (const ReviewedChange& reviewed : report.changes) {
    const Change& change = *reviewed.change;
    const std::string risk(risk_name(change.risk));
    text += "| " + (change.risk >= Risk::high ? "**" + risk + "**" : risk) + " | " + code(change.subject);
    if (!change.why.empty()) text += "<br>" + std::string(change.why);
    text += " | " + side(change.before) + " | " + side(change.after) + " | " + where(change) + " | " +
            state(reviewed) + " |\n";
  }
}

}  // namespace

std::string markdown_report(const Report& report) {
  std::string text =
      "## Redis settings: " + summary_line(report) + "\n\nCompared with " + code(report.against) + ".\n";
  if (report.all_new) text += "There is no schema there: all is new.\n";
  if (!report.changes.empty()) add_table(report, text);
  for (const Approval* const approval : report.stale) {
    text += "\nThe approval of " + code(approval->change) + " at " + code(place_text(&approval->place)) +
            " matches no change: remove it.\n";
  }
  const std::string proposal = proposed_approvals(report);
  if (proposal.empty()) return text;
  return text + "\nTo accept what fails, " + (report.has_approvals ? "add to " : "write ") +
         code(report.approvals_path) + ", with who answers for it and why:\n\n```yaml\n" + proposal + "```\n";
}

}  // namespace redisconf::compiler::compare

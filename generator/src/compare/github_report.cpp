#include <set>
#include <utility>

#include "compare/report.h"
#include "text/github.h"
#include "text/utf8.h"

namespace redisconf::compiler::compare {
namespace {

std::string_view level_of(const ReviewedChange& reviewed) {
  if (reviewed.fails) return "error";
  return reviewed.change->risk >= Risk::high && !reviewed.approved() ? "warning" : "notice";
}

GithubAnnotation at(const Place& place) {
  GithubAnnotation annotation;
  const Location location = place.file->locate(place.offset);
  annotation.file = place.file->path();
  annotation.line = location.line;
  annotation.column = location.column;
  annotation.end_column = place.file->end_column(place.offset, place.length);
  return annotation;
}

std::string message_of(const ReviewedChange& reviewed, const std::string& approvals_path) {
  const Change& change = *reviewed.change;
  std::string text =
      one_line(change.subject + ": " + side_text(change.before) + " -> " + side_text(change.after));
  const std::string hits = hits_text(change);
  const std::string approval = approval_text(reviewed);
  if (!hits.empty()) text += "\nin: " + hits;
  if (!change.why.empty()) text += "\nwhy: " + std::string(change.why);
  text += "\nhash: " + change.hash;
  if (!approval.empty()) text += '\n' + approval;
  if (reviewed.fails)
    text += "\nfix: take the change back, or approve its hash in " + printable(approvals_path);
  return text;
}

// Each place that makes the change gets one annotation.
void add(const ReviewedChange& reviewed, const std::string& approvals_path, std::string& text) {
  std::set<std::pair<const SourceFile*, std::size_t>> known;
  for (const Hit& hit : reviewed.change->hits) {
    const SourceFile* const file = hit.after == nullptr ? hit.file : hit.after->file;
    if (!known.emplace(file, hit.after == nullptr ? 0 : hit.after->offset).second) continue;
    GithubAnnotation annotation;
    if (hit.after != nullptr) annotation = at(*hit.after);
    if (hit.after == nullptr && file != nullptr) annotation.file = file->path();
    annotation.level = level_of(reviewed);
    annotation.title = "redisconf: " + std::string(risk_name(reviewed.change->risk)) + " change";
    annotation.message = message_of(reviewed, approvals_path);
    text += github_annotation(annotation);
  }
}

}  // namespace

std::string github_report(const Report& report) {
  std::string text;
  for (const ReviewedChange& reviewed : report.changes) add(reviewed, report.approvals_path, text);
  for (const Approval* const approval : report.stale) {
    GithubAnnotation annotation = at(approval->place);
    annotation.level = "notice";
    annotation.title = "redisconf: stale approval";
    annotation.message = "the approval of " + approval->change + " matches no change\nfix: remove it";
    text += github_annotation(annotation);
  }
  return text;
}

}  // namespace redisconf::compiler::compare

#include <unordered_set>

#include "compare/report.h"
#include "text/utf8.h"

namespace redisconf::compiler::compare {
namespace {

constexpr std::size_t kRiskColumn = 10;
constexpr std::size_t kMaxPlaces = 3;

struct Palette {
  std::array<std::string_view, 4> risks;  // low to critical
  std::string_view good;
  std::string_view plain;
};

constexpr Palette kColours{{"\x1b[2m", "\x1b[36m", "\x1b[1;33m", "\x1b[1;31m"}, "\x1b[32m", "\x1b[0m"};
constexpr Palette kNoColours{};

// The distinct places of one side.
std::string places_of(const Change& change, bool after) {
  std::string text;
  std::unordered_set<std::string> known;
  for (const Hit& hit : change.hits) {
    std::string place = after ? place_text(hit.after) : std::string(origin_of(change.before, hit.before));
    if (!known.insert(place).second) continue;
    if (known.size() <= kMaxPlaces) text += (text.empty() ? "" : ", ") + place;
  }
  if (known.size() > kMaxPlaces) text += " and " + std::to_string(known.size() - kMaxPlaces) + " more";
  return printable(text);
}

class TextReport {
 public:
  TextReport(const Report& report, bool colour) : report_(report), palette_(colour ? kColours : kNoColours) {}

  std::string write() {
    if (report_.all_new) text_ += "There is no schema in " + printable(report_.against) + ": all is new.\n\n";
    for (const ReviewedChange& reviewed : report_.changes) add(reviewed);
    for (const Approval* const approval : report_.stale) {
      text_ += "note: " + place_text(&approval->place) + ": approval of " + approval->change +
               " matches no change\n  fix: remove it\n\n";
    }
    add_proposal();
    return text_ + "Against " + printable(report_.against) + ": " + summary_line(report_) + '\n';
  }

 private:
  void add(const ReviewedChange& reviewed) {
    const Change& change = *reviewed.change;
    std::string risk(risk_name(change.risk));
    const std::size_t padding = kRiskColumn - risk.size();
    text_ += palette_.risks[static_cast<std::size_t>(change.risk)];
    text_ += risk;
    text_ += palette_.plain;
    text_ += std::string(padding, ' ') + one_line(change.subject) + ": " +
             one_line(side_text(change.before)) + " -> " + one_line(side_text(change.after)) + '\n';
    line("in", hits_text(change));
    if (change.after) line("now", places_of(change, true));
    if (change.before) line("was", places_of(change, false));
    line("why", std::string(change.why));
    const std::string approval = approval_text(reviewed);
    const std::string_view shade = reviewed.approved() ? palette_.good : std::string_view{};
    line("hash", change.hash + (reviewed.fails ? ", fails" : "") +
                     (approval.empty() ? ""
                                       : ", " + std::string(shade) + approval +
                                             std::string(shade.empty() ? "" : palette_.plain)));
    text_ += '\n';
  }

  void line(std::string_view name, const std::string& value) {
    if (!value.empty()) text_ += "  " + std::string(name) + ": " + value + '\n';
  }

  void add_proposal() {
    const std::string proposal = proposed_approvals(report_);
    if (proposal.empty()) return;
    text_ += "To accept what fails, " + std::string(report_.has_approvals ? "add to " : "write ") +
             printable(report_.approvals_path) + ", with who answers for it and why:\n\n" + proposal + '\n';
  }

  const Report& report_;
  const Palette& palette_;
  std::string text_;
};

}  // namespace

std::string text_report(const Report& report, bool colour) { return TextReport(report, colour).write(); }

}  // namespace redisconf::compiler::compare

#include "scan/report.h"

namespace redisconf::compiler::scan {
namespace {

// As code, so that nothing in it is markup; a bar would end the cell.
std::string code(const std::string& text) {
  std::string escaped = "`";
  for (const char c : text) {
    if (c == '`') {
      escaped += '\'';
    } else if (c == '|') {
      escaped += "\\|";
    } else {
      escaped += c == '\n' ? ' ' : c;
    }
  }
  return escaped + '`';
}

std::string places_of(const ValueGroup& group) {
  std::string text;
  for (const FoundAt& found : group.places) {
    text += text.empty() ? "" : "<br>";
    text += code(place_text(found.site->file, found.finding->place));
  }
  return text;
}

void add_settings(std::string& text, const Review& review, bool contradictions) {
  text += "| Setting | Value | Count | Places |\n|---|---|---:|---|\n";
  for (const SettingReview& setting : review.settings) {
    if (setting.contradiction != contradictions) continue;
    for (const ValueGroup& group : setting.values) {
      text += "| " + code(std::string(setting.setting)) + (setting.in_catalogue ? "" : " \\*") + " | " +
              code(group.text) + " | " + std::to_string(group.places.size()) + " | " + places_of(group) +
              " |\n";
    }
  }
  text += '\n';
}

std::string list_of(const std::vector<const Finding*>& findings) {
  std::string text;
  for (const Finding* const finding : findings) {
    text += text.empty() ? "" : ", ";
    text += code(finding->setting) + ' ' + place_in_file(finding->place);
  }
  return text;
}

void add_site(std::string& text, const SiteReview& review) {
  const Site& site = *review.site;
  text += "- [ ] " + code(place_text(site.file, site.place)) + ' ' + code(site.what) + '\n';
  for (const RiskReview& risk : review.risks) {
    text += "  - **" + std::string(risk_summary(risk.risk)) + "**:";
    for (const Place& place : risk.places) text += ' ' + place_in_file(place);
    text += '\n';
  }
  const std::string known = list_of(findings_of(site, true));
  const std::string missing = list_of(findings_of(site, false));
  if (!known.empty()) text += "  - the schema takes over: " + known + '\n';
  if (!missing.empty()) text += "  - no setting yet: " + missing + '\n';
  if (!site.unknown.empty()) text += "  - arguments without a setting:";
  for (const std::string& name : site.unknown) text += ' ' + code(name);
  if (!site.unknown.empty()) text += '\n';
  if (site.opaque) text += "  - takes settings from elsewhere as well\n";
}

}  // namespace

std::string markdown_report(const Inventory& inventory, const Review& review) {
  std::string text = "# Hand-written Redis configuration\n\n| | |\n|---|---:|\n";
  for (const SummaryLine& line : summary_lines(inventory, review)) {
    text += "| " + std::string(line.name) + " | " + std::to_string(line.count) + " |\n";
  }
  const std::string skipped = skipped_files(inventory.skipped);
  if (!skipped.empty()) text += "\nFiles not read: " + skipped + ".\n";
  if (review.sites.empty()) return text + "\nNothing found.\n";
  if (review.contradictions > 0) {
    text += "\n## Contradictions\n\nThe same setting with different values.\n\n";
    add_settings(text, review, true);
  }
  if (review.contradictions < review.settings.size()) {
    text += review.contradictions > 0 ? "## Other settings\n\n" : "\n## Settings\n\n";
    add_settings(text, review, false);
  }
  text += "\\* has no entry in the settings catalogue yet.\n\n## Migration list\n\nRiskiest first.\n\n";
  for (const SiteReview& site : review.sites) add_site(text, site);
  return text;
}

}  // namespace redisconf::compiler::scan

#include <algorithm>

#include "scan/report.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kWidth = 100;

struct Palette {
  std::string_view bold;
  std::string_view red;
  std::string_view plain;
};

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

std::string in(std::string_view colour, const std::string& text, const Palette& palette) {
  return std::string(colour) + text + std::string(palette.plain);
}

void add_summary(std::string& text, const Inventory& inventory, const Review& review,
                 const Palette& palette) {
  for (const SummaryLine& line : summary_lines(inventory, review)) {
    std::string row = padded("  " + std::string(line.name), 22) + std::to_string(line.count);
    const bool alarm = line.alarming && line.count > 0;
    text += (alarm ? in(palette.red, row, palette) : row) + '\n';
  }
  const std::string skipped = skipped_files(inventory.skipped);
  if (!skipped.empty()) text += "  files not read      " + skipped + '\n';
}

// The value, how often it occurs, and a line for each place.
void add_values(std::string& text, const SettingReview& setting) {
  std::size_t width = 0;
  for (const ValueGroup& group : setting.values)
    width = std::max(width, std::min<std::size_t>(group.text.size(), 56));
  for (const ValueGroup& group : setting.values) {
    std::string row =
        "  " + padded(group.text, width) + "  " + padded(std::to_string(group.places.size()), 4);
    const std::string margin(row.size(), ' ');
    for (const FoundAt& found : group.places) {
      text += row + place_text(found.site->file, found.finding->place) + '\n';
      row = margin;
    }
  }
}

void add_settings(std::string& text, const Review& review, bool contradictions, const Palette& palette) {
  for (const SettingReview& setting : review.settings) {
    if (setting.contradiction != contradictions) continue;
    std::string title = std::string(setting.setting) + (setting.in_catalogue ? "" : " *") + ": " +
                        std::to_string(setting.values.size()) +
                        (setting.values.size() == 1 ? " value, " : " values, ") +
                        std::to_string(setting.places) + (setting.places == 1 ? " place" : " places");
    text += in(palette.bold, title, palette) + '\n';
    add_values(text, setting);
    text += '\n';
  }
}

// A title and items that wrap below one another.
void add_items(std::string& text, std::string_view title, const std::vector<std::string>& items) {
  if (items.empty()) return;
  std::string line = "     " + std::string(title) + ": ";
  for (std::size_t at = 0; at < items.size(); ++at) {
    const std::string item = items[at] + (at + 1 < items.size() ? ", " : "");
    if (line.size() + item.size() > kWidth && line.size() > 9) {
      text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
      line = "       ";
    }
    line += item;
  }
  text += line + '\n';
}

std::vector<std::string> finding_items(const Site& site, bool in_catalogue) {
  std::vector<std::string> items;
  for (const Finding* const finding : findings_of(site, in_catalogue)) {
    items.push_back(finding->setting + " (" + place_in_file(finding->place) + ')');
  }
  return items;
}

void add_site(std::string& text, std::size_t number, const SiteReview& review, const Palette& palette) {
  const Site& site = *review.site;
  const std::string title = place_text(site.file, site.place) + "  " + site.what;
  text += padded(std::to_string(number) + '.', 5) + in(palette.bold, title, palette) + '\n';
  for (const RiskReview& risk : review.risks) {
    std::string row = "     risk: " + std::string(risk_summary(risk.risk)) + " (";
    for (const Place& place : risk.places)
      row += (place == risk.places.front() ? "" : ", ") + place_in_file(place);
    text += in(palette.red, row + ')', palette) + '\n';
  }
  add_items(text, "the schema takes over", finding_items(site, true));
  add_items(text, "no setting yet", finding_items(site, false));
  add_items(text, "arguments without a setting", site.unknown);
  if (site.opaque) text += "     takes settings from elsewhere as well\n";
}

}  // namespace

std::string text_report(const Inventory& inventory, const Review& review, bool colour) {
  const Palette palette = colour ? Palette{"\x1b[1m", "\x1b[31m", "\x1b[0m"} : Palette{};
  std::string text = in(palette.bold, "Hand-written Redis configuration", palette) + "\n\n";
  add_summary(text, inventory, review, palette);
  if (review.sites.empty()) return text + "\nNothing found.\n";
  if (review.contradictions > 0) {
    text +=
        '\n' + in(palette.bold, "CONTRADICTIONS: the same setting with different values", palette) + "\n\n";
    add_settings(text, review, true, palette);
  }
  if (review.contradictions < review.settings.size()) {
    text += (review.contradictions > 0 ? "" : "\n") + in(palette.bold, "OTHER SETTINGS", palette) + "\n\n";
    add_settings(text, review, false, palette);
  }
  text += "Settings with a * have no entry in the settings catalogue yet.\n\n";
  text += in(palette.bold, "MIGRATION LIST: riskiest first", palette) + "\n\n";
  std::size_t number = 0;
  for (const SiteReview& site : review.sites) add_site(text, ++number, site, palette);
  return text;
}

}  // namespace redisconf::compiler::scan

#include "found.h"

#include <algorithm>

#include "scan/report.h"
#include "scan/review.h"
#include "scan/scan.h"

namespace redisconf::compiler::scan::test {
namespace {

Lines lines_of(const std::string& path, std::string_view text, bool places) {
  std::vector<std::pair<Place, std::string>> all;
  for (const Site& site : scan_text(path, text)) {
    for (const Finding& finding : site.findings) {
      all.emplace_back(finding.place, finding.setting + ' ' + describe_value(finding.value));
    }
  }
  std::ranges::sort(all);
  Lines lines;
  for (const auto& [place, line] : all) lines.push_back((places ? place_in_file(place) + ' ' : "") + line);
  return lines;
}

Inventory inventory_of(const std::string& path, std::string_view text) {
  Inventory inventory;
  inventory.sites = scan_text(path, text);
  inventory.files = 1;
  return inventory;
}

}  // namespace

Lines found_at(const std::string& path, std::string_view text) { return lines_of(path, text, true); }

Lines found(const std::string& path, std::string_view text) { return lines_of(path, text, false); }

Lines sites(const std::string& path, std::string_view text) {
  Lines names;
  for (const Site& site : scan_text(path, text)) names.push_back(site.what);
  return names;
}

std::string reports(const std::string& path, std::string_view text) {
  const Inventory inventory = inventory_of(path, text);
  const Review reviewed = review(inventory);
  return text_report(inventory, reviewed, true) + markdown_report(inventory, reviewed) +
         json_report(inventory, reviewed);
}

std::size_t secrets(const std::string& path, std::string_view text) {
  return review(inventory_of(path, text)).secrets;
}

}  // namespace redisconf::compiler::scan::test

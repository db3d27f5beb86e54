#include "scan/report.h"

#include <redisconf/config/catalogue.h>

#include "text/utf8.h"

namespace redisconf::compiler::scan {

std::vector<SummaryLine> summary_lines(const Inventory& inventory, const Review& review) {
  return {{"files read", "files", inventory.files, false},
          {"configurations", "configurations", review.sites.size(), false},
          {"settings in them", "settings", review.findings, false},
          {"repetitions", "repetitions", review.duplicates, false},
          {"contradictions", "contradictions", review.contradictions, true},
          {"secrets in source", "secrets_in_source", review.secrets, true},
          {"unverified TLS", "unverified_tls", review.unverified_tls, true},
          {"silent localhost", "silent_localhost", review.silent_localhosts, true},
          {"unreadable URLs", "unreadable_urls", review.unreadable_urls, true},
          {"missing timeouts", "missing_timeouts", review.without_timeouts, true}};
}

std::string skipped_files(const Skipped& skipped) {
  std::string text;
  const auto add = [&text](std::size_t count, std::string_view why) {
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += std::to_string(count) + ' ' + std::string(why);
  };
  add(skipped.too_large, "over 1 MiB");
  add(skipped.binary, "binary");
  add(skipped.minified, "minified");
  add(skipped.unreadable, "unreadable");
  return text;
}

std::string place_in_file(Place place) {
  return std::to_string(place.line) + ':' + std::to_string(place.column);
}

std::string place_text(const std::string& file, Place place) {
  return printable(file) + ':' + place_in_file(place);
}

std::vector<const Finding*> findings_of(const Site& site, bool in_catalogue) {
  std::vector<const Finding*> findings;
  for (const Finding& finding : site.findings) {
    if ((find_setting(finding.setting) != nullptr) == in_catalogue) findings.push_back(&finding);
  }
  return findings;
}

}  // namespace redisconf::compiler::scan

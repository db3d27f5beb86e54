#include "scan/file_sites.h"

#include <algorithm>
#include <set>
#include <utility>

#include "scan/characters.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kMaxUnknown = 32;

// Walks through the text once; offsets must not go down.
class Locator {
 public:
  explicit Locator(std::string_view text) : text_(text) {}

  Place locate(std::size_t offset) {
    for (; at_ < std::min(offset, text_.size()); ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        ++place_.line;
        place_.column = 1;
      } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
        ++place_.column;
      }
    }
    return place_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  Place place_;
};

}  // namespace

std::size_t FileSites::open(SiteKind kind, std::string what, std::size_t offset) {
  Draft draft;
  draft.site.kind = kind;
  draft.site.what = std::move(what);
  draft.offset = offset;
  drafts_.push_back(std::move(draft));
  return drafts_.size() - 1;
}

void FileSites::add(std::size_t site, std::string_view spelling, std::vector<NamedValue> values,
                    std::size_t offset) {
  Draft& draft = drafts_[site];
  for (NamedValue& named : values) {
    Finding finding;
    finding.setting = std::move(named.setting);
    finding.spelling = is_name(spelling) ? spelling : std::string_view{};
    finding.value = std::move(named.value);
    draft.site.findings.push_back(std::move(finding));
    draft.offsets.push_back(offset);
  }
}

void FileSites::add_unknown(std::size_t site, std::string_view name) {
  std::vector<std::string>& unknown = drafts_[site].site.unknown;
  const bool told = std::ranges::find(unknown, name) != unknown.end();
  if (!told && is_name(name) && unknown.size() < kMaxUnknown) unknown.emplace_back(name);
}

void FileSites::drop_loose_repetitions() {
  std::set<std::pair<std::size_t, std::string>> used;
  for (std::size_t site = kLoose + 1; site < drafts_.size(); ++site) {
    const Draft& draft = drafts_[site];
    for (std::size_t at = 0; at < draft.offsets.size(); ++at) {
      used.emplace(draft.offsets[at], draft.site.findings[at].setting);
    }
  }
  Draft& loose = drafts_[kLoose];
  std::vector<Finding> findings;
  std::vector<std::size_t> offsets;
  for (std::size_t at = 0; at < loose.offsets.size(); ++at) {
    Finding& finding = loose.site.findings[at];
    if (!used.emplace(loose.offsets[at], finding.setting).second) continue;
    findings.push_back(std::move(finding));
    offsets.push_back(loose.offsets[at]);
  }
  loose.site.findings = std::move(findings);
  loose.offsets = std::move(offsets);
}

void FileSites::locate() {
  std::vector<std::pair<std::size_t, Place*>> places;
  for (Draft& draft : drafts_) {
    if (draft.site.kind != SiteKind::file) places.emplace_back(draft.offset, &draft.site.place);
    for (std::size_t at = 0; at < draft.offsets.size(); ++at) {
      places.emplace_back(draft.offsets[at], &draft.site.findings[at].place);
    }
  }
  std::ranges::stable_sort(places, {}, [](const auto& place) { return place.first; });
  Locator locator(text_);
  for (auto& [offset, place] : places) *place = locator.locate(offset);
}

std::vector<Site> FileSites::finish() {
  drop_loose_repetitions();
  locate();
  std::vector<Site> sites;
  for (Draft& draft : drafts_) {
    if (draft.needs_findings && draft.site.findings.empty()) continue;
    std::ranges::stable_sort(draft.site.findings, {}, &Finding::place);
    if (draft.site.kind == SiteKind::file) draft.site.place = draft.site.findings.front().place;
    sites.push_back(std::move(draft.site));
  }
  std::ranges::stable_sort(sites, {}, &Site::place);
  drafts_.clear();
  return sites;
}

}  // namespace redisconf::compiler::scan

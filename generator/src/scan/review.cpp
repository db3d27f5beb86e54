#include "scan/review.h"

#include <redisconf/config/catalogue.h>
#include <redisconf/config/value.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace redisconf::compiler::scan {
namespace {

// True when places with this text are known to mean the same.
bool is_telling(std::string_view text) noexcept { return !text.starts_with('(') && text != kMasked; }

// The text that is certain: a literal, or what an unset variable means.
const std::string* certain_text(const Value& value) noexcept {
  const std::string* text = nullptr;
  if (value.source == ValueSource::literal) text = &value.text;
  if (value.source == ValueSource::variable && value.fallback) text = &*value.fallback;
  return text != nullptr && !text->empty() && is_telling(*text) ? text : nullptr;
}

// Addresses are compared by their parts.
bool is_comparable(std::string_view setting) noexcept { return setting != "connection.url"; }

// Contradictions first, by their risk; then as the catalogue has it, then all that it has not.
std::tuple<bool, int, std::size_t> order_of(const SettingReview& review) {
  const SettingInfo* const info = find_setting(review.setting);
  const auto position =
      info == nullptr ? catalogue().size() : static_cast<std::size_t>(info - catalogue().data());
  const int risk = info == nullptr || !review.contradiction ? 0 : -static_cast<int>(info->risk);
  return {!review.contradiction, risk, position};
}

bool has_contradiction(const SettingReview& review) {
  if (!is_comparable(review.setting)) return false;
  std::set<std::string_view> texts;
  for (const ValueGroup& group : review.values) {
    const std::string* const text = certain_text(group.places.front().finding->value);
    if (text != nullptr) texts.insert(*text);
  }
  return texts.size() > 1;
}

using Groups = std::map<std::string_view, std::map<std::string, std::vector<FoundAt>>>;

SettingReview review_setting(std::string_view setting, Groups::mapped_type& values) {
  SettingReview review;
  review.setting = setting;
  review.in_catalogue = find_setting(setting) != nullptr;
  for (auto& [text, places] : values) {
    review.places += places.size();
    review.values.push_back({text, std::move(places)});
  }
  std::ranges::stable_sort(review.values, [](const ValueGroup& left, const ValueGroup& right) {
    return left.places.size() > right.places.size();
  });
  review.contradiction = has_contradiction(review);
  return review;
}

void review_settings(const Inventory& inventory, Review& result) {
  Groups groups;
  for (const Site& site : inventory.sites) {
    for (const Finding& finding : site.findings) {
      groups[finding.setting][describe_value(finding.value)].push_back({&site, &finding});
    }
  }
  for (auto& [setting, values] : groups) result.settings.push_back(review_setting(setting, values));
  std::ranges::stable_sort(result.settings, {}, order_of);
  for (const SettingReview& setting : result.settings) {
    result.findings += setting.places;
    for (const ValueGroup& group : setting.values) {
      result.duplicates += is_telling(group.text) ? group.places.size() - 1 : 0;
    }
    result.contradictions += setting.contradiction ? 1 : 0;
  }
}

bool is_silent_localhost(const Finding& finding) {
  const bool host = finding.setting == "connection.host" && finding.value.fallback;
  return host && is_loopback(*finding.value.fallback);
}

bool is_unverified(const Finding& finding) {
  const std::string* const text = certain_text(finding.value);
  return finding.setting == "tls.verify" && text != nullptr && *text == kNone;
}

bool is_unreadable_url(const Finding& finding) {
  const std::string& text = finding.value.fallback ? *finding.value.fallback : finding.value.text;
  return finding.setting == "connection.url" && text.starts_with("(unreadable");
}

bool names_server(const Finding& finding) {
  return finding.setting == "connection.host" || finding.setting == "connection.url" ||
         finding.setting == "connection.socket" || finding.setting == "cluster.nodes" ||
         finding.setting == "sentinel.nodes";
}

bool has_limit(const Site& site, std::string_view setting) {
  return std::ranges::any_of(site.findings, [setting](const Finding& finding) {
    const std::string* const text = certain_text(finding.value);
    return finding.setting == setting && (text == nullptr || *text != kNone);
  });
}

void add_risk(SiteReview& review, SiteRisk risk, Place place) {
  if (review.risks.empty() || review.risks.back().risk != risk) review.risks.push_back({risk, {}});
  std::vector<Place>& places = review.risks.back().places;
  if (places.empty() || places.back() != place) places.push_back(place);
}

SiteReview review_site(const Site& site) {
  SiteReview review;
  review.site = &site;
  const auto add_all = [&](SiteRisk risk, auto applies) {
    for (const Finding& finding : site.findings) {
      if (applies(finding)) add_risk(review, risk, finding.place);
    }
  };
  const bool complete = site.connects && !site.opaque;
  add_all(SiteRisk::secret_in_source, [](const Finding& finding) { return finding.value.secret; });
  add_all(SiteRisk::unverified_tls, is_unverified);
  add_all(SiteRisk::silent_localhost, is_silent_localhost);
  if (complete && std::ranges::none_of(site.findings, names_server)) {
    add_risk(review, SiteRisk::silent_localhost, site.place);
  }
  add_all(SiteRisk::unreadable_url, is_unreadable_url);
  if (complete && (!has_limit(site, "timeouts.connect") || !has_limit(site, "timeouts.command"))) {
    add_risk(review, SiteRisk::no_timeouts, site.place);
  }
  return review;
}

void count(const SiteReview& site, Review& result) {
  for (const RiskReview& risk : site.risks) {
    const std::size_t places = risk.places.size();
    switch (risk.risk) {
      case SiteRisk::secret_in_source:
        result.secrets += places;
        break;
      case SiteRisk::unverified_tls:
        result.unverified_tls += places;
        break;
      case SiteRisk::silent_localhost:
        result.silent_localhosts += places;
        break;
      case SiteRisk::unreadable_url:
        result.unreadable_urls += places;
        break;
      case SiteRisk::no_timeouts:
        result.without_timeouts += places;
        break;
    }
  }
}

// Each kind of risk outweighs all that are less severe.
unsigned weight(const SiteReview& site) {
  unsigned weight = 0;
  for (const RiskReview& risk : site.risks) weight |= 1U << (8U - static_cast<unsigned>(risk.risk));
  return weight;
}

}  // namespace

Review review(const Inventory& inventory) {
  Review result;
  review_settings(inventory, result);
  for (const Site& site : inventory.sites) {
    result.sites.push_back(review_site(site));
    count(result.sites.back(), result);
  }
  std::ranges::stable_sort(result.sites, [](const SiteReview& left, const SiteReview& right) {
    return weight(left) > weight(right);
  });
  return result;
}

std::string describe_value(const Value& value) {
  if (value.source == ValueSource::literal) return value.text;
  if (value.source == ValueSource::computed) return std::string(kComputed);
  return value.fallback ? value.variable + ", else " + *value.fallback : value.variable;
}

std::string_view risk_summary(SiteRisk risk) noexcept {
  switch (risk) {
    case SiteRisk::secret_in_source:
      return "a secret stands in the source";
    case SiteRisk::unverified_tls:
      return "the server's certificate is not verified";
    case SiteRisk::silent_localhost:
      return "without a variable or argument it silently takes this machine";
    case SiteRisk::unreadable_url:
      return "the URL can't be read, by people or by clients";
    case SiteRisk::no_timeouts:
      return "no time limit is set for connecting, for commands or for both";
  }
  return {};
}

std::string_view risk_name(SiteRisk risk) noexcept {
  switch (risk) {
    case SiteRisk::secret_in_source:
      return "secret_in_source";
    case SiteRisk::unverified_tls:
      return "unverified_tls";
    case SiteRisk::silent_localhost:
      return "silent_localhost";
    case SiteRisk::unreadable_url:
      return "unreadable_url";
    case SiteRisk::no_timeouts:
      return "no_timeouts";
  }
  return {};
}

}  // namespace redisconf::compiler::scan

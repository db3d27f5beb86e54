// What a scan means: which settings contradict each other, which configurations are a risk, and
// what of each the schema can take over.
//
// Ownership:     a review points into its inventory, which must outlive it.
// Thread-safety: pure. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scan/finding.h"

namespace redisconf::compiler::scan {

struct FoundAt {
  const Site* site = nullptr;
  const Finding* finding = nullptr;
};

// All places where a setting has the same value.
struct ValueGroup {
  std::string text;  // "REDIS_HOST, else localhost"
  std::vector<FoundAt> places;
};

struct SettingReview {
  std::string_view setting;
  bool in_catalogue = false;
  bool contradiction = false;  // two places are certain, and disagree
  std::size_t places = 0;
  std::vector<ValueGroup> values;  // most frequent first
};

// By weight, the worst first.
enum class SiteRisk : std::uint8_t {
  secret_in_source,
  unverified_tls,
  silent_localhost,  // an unset variable, or a missing argument, means this machine
  unreadable_url,
  no_timeouts,
};

struct RiskReview {
  SiteRisk risk = SiteRisk::secret_in_source;
  std::vector<Place> places;
};

struct SiteReview {
  const Site* site = nullptr;
  std::vector<RiskReview> risks;
};

struct Review {
  std::vector<SettingReview> settings;  // contradictions first, then the catalogue's order
  std::vector<SiteReview> sites;        // riskiest first, then by place
  std::size_t findings = 0;
  std::size_t duplicates = 0;  // places that repeat what another one says
  std::size_t contradictions = 0;
  std::size_t secrets = 0;
  std::size_t silent_localhosts = 0;
  std::size_t unverified_tls = 0;
  std::size_t unreadable_urls = 0;
  std::size_t without_timeouts = 0;
};

[[nodiscard]] Review review(const Inventory& inventory);

// "REDIS_HOST, else localhost"
[[nodiscard]] std::string describe_value(const Value& value);

// "a secret stands in the source", and what it is called in JSON: "secret_in_source".
[[nodiscard]] std::string_view risk_summary(SiteRisk risk) noexcept;
[[nodiscard]] std::string_view risk_name(SiteRisk risk) noexcept;

}  // namespace redisconf::compiler::scan

#include "compare/change.h"

#include <algorithm>
#include <array>

#include "text/sha256.h"

namespace redisconf::compiler::compare {
namespace {

constexpr std::array<std::string_view, 7> kKinds{"detection", "environment", "service", "key-prefix",
                                                 "setting",   "reason",      "resource"};
constexpr std::array<std::string_view, 4> kRisks{"low", "medium", "high", "critical"};

// With its length before it, so that no two lists of fields read alike.
void add_field(std::string& text, std::string_view field) {
  text += std::to_string(field.size()) + ':';
  text += field;
}

void add_side(std::string& text, const std::optional<std::string>& side) {
  add_field(text, side ? '=' + *side : "-");
}

}  // namespace

std::string_view kind_name(ChangeKind kind) noexcept { return kKinds[static_cast<std::size_t>(kind)]; }

std::string_view risk_name(Risk risk) noexcept { return kRisks[static_cast<std::size_t>(risk)]; }

std::optional<Risk> risk_of(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kRisks, name);
  if (found == kRisks.end()) return {};
  return static_cast<Risk>(found - kRisks.begin());
}

std::string Hit::name() const {
  std::string text(service);
  if (!service.empty() && !environment.empty()) text += '.';
  text += environment;
  return text;
}

std::string side_text(const std::optional<std::string>& side) { return side.value_or("(absent)"); }

std::string_view origin_of(const std::optional<std::string>& side, const Place* place) {
  if (!side) return {};
  return place == nullptr ? std::string_view("catalogue") : std::string_view(place->origin);
}

std::string change_hash(const Change& change) {
  std::vector<std::string> hits;
  hits.reserve(change.hits.size());
  for (const Hit& hit : change.hits) {
    std::string& text = hits.emplace_back();
    add_field(text, hit.service);
    add_field(text, hit.environment);
  }
  std::ranges::sort(hits);
  std::string text = "redisconf change 1\n";
  add_field(text, kind_name(change.kind));
  add_field(text, risk_name(change.risk));
  add_field(text, change.subject);
  add_side(text, change.before);
  add_side(text, change.after);
  for (const std::string& hit : hits) add_field(text, hit);
  return sha256_hex(text).substr(0, kHashDigits);
}

}  // namespace redisconf::compiler::compare

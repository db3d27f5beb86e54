#include "monitoring_rules.h"

#include "catalogue_table.h"
#include "rule_values.h"

namespace redisconf {
namespace {

using Finding = std::optional<BrokenRule>;

using table::index_of;

}  // namespace

// CloudWatch API reference, PutMetricData, Namespace.
Finding emf_namespace_has_form(const RuleContext& context) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/#: ";
  constexpr std::size_t kLongest = 255;
  const RuleValue name = context.value(index_of("monitoring.emf_namespace"));
  if (!name.set || !name.known) return {};
  const bool fits = !name.text.empty() && name.text.size() <= kLongest && name.text.front() != ':' &&
                    name.text.find_first_not_of(kAllowed) == std::string_view::npos;
  if (fits) return {};
  return BrokenRule{"emf-namespace-has-form", "monitoring.emf_namespace",
                    "must be 1 to 255 letters, digits, blanks and . - _ / # :",
                    "name it after the service or its owner: Shop/Redis"};
}

Finding debug_anywhere_needs_token(const RuleContext& context) {
  if (!holds(context, index_of("monitoring.debug_access"), "anywhere")) return {};
  if (context.value(index_of("monitoring.debug_token")).set) return {};
  return BrokenRule{"debug-anywhere-needs-token",
                    "monitoring.debug_access",
                    "can't be anywhere without monitoring.debug_token",
                    "in the schema: monitoring: {debug_token: {secret: redis-debug-token}}",
                    "monitoring.debug_token",
                    ".monitoring().debug_token(...), or .debug_token_named(...)"};
}

}  // namespace redisconf

// Rules of the group `monitoring`; see rules.h.
#pragma once

#include "redisconf/config/rules.h"

#include <optional>

namespace redisconf {

[[nodiscard]] std::optional<BrokenRule> emf_namespace_has_form(const RuleContext& context);
[[nodiscard]] std::optional<BrokenRule> debug_anywhere_needs_token(const RuleContext& context);

}  // namespace redisconf

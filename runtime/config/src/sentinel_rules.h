// Rules between the settings of the group `sentinel` and others; see rules.h.
#pragma once

#include "redisconf/config/rules.h"

#include <optional>

namespace redisconf {

[[nodiscard]] std::optional<BrokenRule> sentinels_stand_alone(const RuleContext& context);
[[nodiscard]] std::optional<BrokenRule> sentinels_have_form(const RuleContext& context);
[[nodiscard]] std::optional<BrokenRule> sentinels_know_master(const RuleContext& context);
[[nodiscard]] std::optional<BrokenRule> sentinels_are_remote(const RuleContext& context);
[[nodiscard]] std::optional<BrokenRule> sentinel_user_needs_password(const RuleContext& context);

}  // namespace redisconf

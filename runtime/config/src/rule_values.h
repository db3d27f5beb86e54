// What several rules ask of a setting; see rules.h.
#pragma once

#include "redisconf/config/rules.h"
#include "redisconf/config/value.h"

#include <cstddef>
#include <string_view>

namespace redisconf {

// Whether the setting is known to be that choice.
[[nodiscard]] inline bool holds(const RuleContext& context, std::size_t setting, std::string_view choice) {
  const RuleValue value = context.value(setting);
  return value.set && value.known &&
         choice_at(catalogue()[setting].choices, static_cast<std::size_t>(value.number)) == choice;
}

}  // namespace redisconf

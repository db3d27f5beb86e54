#include "state_copy.h"

#include <utility>

namespace redisconf {

std::string_view secret_bytes(const ConfigState& state, std::size_t index) noexcept {
  const Secret* const secret = find_secret(state.settings, index);
  return secret == nullptr ? std::string_view() : secret->reveal();
}

FinalValue copy_value(const ConfigState& from, std::size_t index, NameArena& names) {
  const FinalValue& value = from.values.at(index);
  return {.set = value.set,
          .refused = false,
          .number = value.number,
          .text = names.keep(value.text),
          .secret = Secret(secret_bytes(from, index)),
          .origin = names.keep(value.origin),
          .entry = value.entry};
}

std::unique_ptr<const ConfigState> with_values(const ConfigState& from, FinalValues values, NameArena names) {
  auto state = std::make_unique<ConfigState>(from.schema, from.environment, std::move(values));
  state->tables = from.tables;
  state->names = std::move(names);
  state->warnings = from.warnings;
  return state;
}

}  // namespace redisconf

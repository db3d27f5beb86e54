// Configurations that are made of others.
//
// Thread-safety: may run concurrently. Errors: std::bad_alloc alone.
#pragma once

#include "service_state.h"

#include <cstddef>
#include <memory>
#include <string_view>

namespace redisconf {

[[nodiscard]] std::string_view secret_bytes(const ConfigState& state, std::size_t index) noexcept;

// Texts are kept in `names`.
[[nodiscard]] FinalValue copy_value(const ConfigState& from, std::size_t index, NameArena& names);

// A state like `from` with other values; `names` holds their texts.
[[nodiscard]] std::unique_ptr<const ConfigState> with_values(const ConfigState& from, FinalValues values,
                                                             NameArena names);

}  // namespace redisconf

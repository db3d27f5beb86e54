// What a channel says of itself, as keys and values of the schema: for listings, and for comparisons.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/model.h"

namespace redisconf::compiler {

[[nodiscard]] std::string_view name_of(ChannelKind kind) noexcept;  // "stream"
[[nodiscard]] std::string_view name_of(SpoolSync sync) noexcept;    // "always"
[[nodiscard]] std::string_view name_of(SpoolFull policy) noexcept;  // "drop_oldest"

// `spool`, then what differs from the standard, in the order of kChannelFields.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string>> channel_text(const Channel& channel);

}  // namespace redisconf::compiler

// "Did you mean ...?": the nearest of some names, for errors about unknown ones.
#pragma once

#include <redisconf/config/export.h>

#include <cstddef>
#include <span>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// The candidate with the smallest edit distance (Damerau's, adjacent transpositions count
// one), when it is near enough to be a slip: at most a third of the name, and `farthest`. Else empty.
[[nodiscard]] REDISCONF_PUBLIC std::string_view nearest_name(std::string_view name,
                                                             std::span<const std::string_view> candidates,
                                                             std::size_t farthest = 64);

}  // namespace redisconf

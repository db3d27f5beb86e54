// Reads what a service declares for itself: caches, channels and queues.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "schema/section.h"

namespace redisconf::compiler {

inline constexpr std::size_t kMaxMembers = 1000;  // of a section

void read_resources(const ReadContext& context, const Node& root, ServiceSchema& service);

// The members of a section, the first 1000 where there are more: then a diagnostic says so.
[[nodiscard]] std::span<const Member> section_members(const ReadContext& context, const Node& section,
                                                      std::string_view path);

// Checks a declared name (^[a-z][a-z0-9_]{0,62}$, no word of C++); `what` is "cache" and so on.
[[nodiscard]] bool is_good_member_name(const ReadContext& context, const Node& key, std::string_view what);

}  // namespace redisconf::compiler

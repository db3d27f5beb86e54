// Reads what a service declares for itself: caches, channels and queues.
#pragma once

#include "schema/section.h"

namespace redisconf::compiler {

void read_resources(const ReadContext& context, const Node& root, ServiceSchema& service);

// Checks a declared name (^[a-z][a-z0-9_]{0,62}$, no word of C++); `what` is "cache" and so on.
[[nodiscard]] bool is_good_member_name(const ReadContext& context, const Node& key, std::string_view what);

}  // namespace redisconf::compiler

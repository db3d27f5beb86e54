// What a service declares besides settings: its key prefix, caches, channels, queues, and what its
// custom settings accept.
#pragma once

#include "compare/collector.h"

namespace redisconf::compiler::compare {

void compare_resources(const ServiceSchema& before, const ServiceSchema& after, Collector& collector);

}  // namespace redisconf::compiler::compare

// What services share besides settings: how an environment is found, and which ones there are.
#pragma once

#include "compare/collector.h"

namespace redisconf::compiler::compare {

void compare_detection(const SharedSchema& before, const SharedSchema& after, Collector& collector);
void compare_environments(const std::vector<Environment>& before, const SharedSchema& after,
                          Collector& collector);

}  // namespace redisconf::compiler::compare

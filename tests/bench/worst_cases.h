// Schemas that cost much for their size: each fills a file up to the largest that is read.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>
#include <vector>

namespace redisconf::bench {

struct WorstCase {
  std::string name;
  std::string shared;   // schema/redis.yaml
  std::string service;  // schema/services/demo.yaml
};

[[nodiscard]] std::vector<WorstCase> worst_cases();

}  // namespace redisconf::bench

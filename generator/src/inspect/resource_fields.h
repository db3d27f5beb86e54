// What a service declares of its own, as names and values: for listings of any form.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/resolver.h"

namespace redisconf::compiler {

struct ListedField {
  std::string_view name;  // "ttl"
  std::string value;      // "30m"
};

struct Resource {
  std::string_view kind;  // "caches"
  std::string name;       // "sessions"
  std::string doc;
  std::vector<ListedField> fields;
};

// Caches, then channels, then queues, each in the schema's order, as they are in one environment.
[[nodiscard]] std::vector<Resource> resources_of(const ServiceSchema& service,
                                                 const ResolvedEnvironment& environment);

}  // namespace redisconf::compiler

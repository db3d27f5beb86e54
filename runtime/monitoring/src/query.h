// The query of a request's address.
#pragma once

#include <algorithm>
#include <string_view>

namespace redisconf {

// Whether one of its parameters is "name=value", as it stands.
[[nodiscard]] inline bool has_parameter(std::string_view query, std::string_view parameter) noexcept {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    if (query.substr(0, end) == parameter) return true;
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return false;
}

}  // namespace redisconf

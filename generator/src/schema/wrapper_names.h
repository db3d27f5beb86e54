// The members of a service's C++ wrapper, and the check that no two have the same name.
#pragma once

#include <string>
#include <string_view>

#include "schema/section.h"

namespace redisconf::compiler {

[[nodiscard]] inline std::string cache_accessor(std::string_view name) {
  return std::string(name) + "_cache";
}
[[nodiscard]] inline std::string channel_accessor(std::string_view name) {
  return std::string(name) + "_channel";
}
[[nodiscard]] inline std::string queue_accessor(std::string_view name) {
  return std::string(name) + "_queue";
}

void check_wrapper_names(const ReadContext& context, const Node& root, const ServiceSchema& service);

}  // namespace redisconf::compiler

// Dependencies as Make and Ninja read them.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace redisconf::compiler {

// "target: a b\n"; spaces, '#', '$' and backslashes before them are escaped.
[[nodiscard]] std::string depfile(std::string_view target, const std::vector<std::string>& dependencies);

}  // namespace redisconf::compiler

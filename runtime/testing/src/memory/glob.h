// Patterns of KEYS, SCAN and PSUBSCRIBE: * ? [a-z] [^a] \x (redis.io/commands/keys).
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string_view>

namespace redisconf::testing::memory {

[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text) noexcept;

}  // namespace redisconf::testing::memory

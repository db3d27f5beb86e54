// Reads what INFO and CLUSTER INFO answer: lines of "name:value" between comments (redis.io/commands/info).
//
//   const std::string info = client.command({"INFO", "memory"}).as_string();
//   if (info_field(info, "maxmemory_policy") != "noeviction") ...
//
// Ownership:     results point into the text.
// Thread-safety: pure functions.
// Errors:        none; what a server leaves out is nothing, or 0.
#pragma once

#include <redisconf/config/export.h>

#include <optional>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// The value behind "name:", up to the end of its line; nothing where no line begins so.
[[nodiscard]] REDISCONF_PUBLIC std::optional<std::string_view> info_field(std::string_view info,
                                                                          std::string_view name) noexcept;

// The whole number that the value is or begins with; 0 where there is none.
[[nodiscard]] REDISCONF_PUBLIC long long info_number(std::string_view info, std::string_view name) noexcept;

}  // namespace redisconf

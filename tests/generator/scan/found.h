// What a scan finds in a text, in words that a test can compare.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scan/finding.h"

namespace redisconf::compiler::scan::test {

using Lines = std::vector<std::string>;

// "3:7 connection.host REDIS_HOST, else localhost": every finding, by place and then by name.
[[nodiscard]] Lines found_at(const std::string& path, std::string_view text);

// The same without places.
[[nodiscard]] Lines found(const std::string& path, std::string_view text);

// The configurations: "redis.Redis(...)".
[[nodiscard]] Lines sites(const std::string& path, std::string_view text);

// Everything that any report would say of the text.
[[nodiscard]] std::string reports(const std::string& path, std::string_view text);

// How many secrets stand in the text.
[[nodiscard]] std::size_t secrets(const std::string& path, std::string_view text);

}  // namespace redisconf::compiler::scan::test

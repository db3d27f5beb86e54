// Bytes as text: RFC 4648, section 4, with or without the padding.
// Thread-safety: pure. Errors: none; what is no base64 is nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace redisconf::import_tool {

[[nodiscard]] std::optional<std::string> base64_bytes(std::string_view text);

}  // namespace redisconf::import_tool

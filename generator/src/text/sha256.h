// SHA-256 (FIPS 180-4): tells apart the contents of files.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>
#include <string_view>

namespace redisconf::compiler {

// 64 lower-case hexadecimal digits, as sha256sum(1) prints them.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace redisconf::compiler

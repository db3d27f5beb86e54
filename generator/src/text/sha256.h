// SHA-256 (FIPS 180-4, 6.2). For fingerprints; the tool links no cryptographic library.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>
#include <string_view>

namespace redisconf::compiler {

// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace redisconf::compiler

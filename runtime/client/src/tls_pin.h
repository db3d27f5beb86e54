// Public keys as RFC 7469 names them: "sha256/" and the base64 of SHA-256 over the
// SubjectPublicKeyInfo.
//
// Thread-safety: pure. Errors: std::runtime_error when OpenSSL has no SHA-256.
#pragma once

#include "openssl_types.h"

#include <string>
#include <string_view>

namespace redisconf {

[[nodiscard]] std::string pin_of(const X509& certificate);

// `pins` are separated by commas, as tls.pin holds them.
[[nodiscard]] bool is_pinned(std::string_view pins, std::string_view pin) noexcept;

}  // namespace redisconf

// The TLS settings of a configuration as OpenSSL wants them.
#pragma once

#include "openssl_types.h"
#include "redisconf/config/settings.h"

namespace redisconf {

// TLS 1.2 or newer, no renegotiation; authorities, pinned keys, client certificate and key from the
// settings; sessions are resumed. Throws Fault (tls) that names the setting that is of no use.
[[nodiscard]] ContextPtr make_tls_context(const TlsSettings& settings);

// Reads the system's authorities when the settings need them, which takes up to a quarter of a second
// once in a process and again when they change: before the first dial rather than within its deadline.
void prepare_tls(const TlsSettings& settings);

}  // namespace redisconf

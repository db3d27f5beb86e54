// The TLS settings of a configuration as OpenSSL wants them.
#pragma once

#include "openssl_types.h"
#include "redisconf/config/settings.h"

namespace redisconf {

// TLS 1.2 or newer, no renegotiation; authorities, client certificate and key from the settings'
// PEM texts. Throws Fault (tls) that names the setting that is of no use.
[[nodiscard]] ContextPtr make_tls_context(const TlsSettings& settings);

}  // namespace redisconf

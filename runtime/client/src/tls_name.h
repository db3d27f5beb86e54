// The name that the server's certificate must carry, and that SNI sends.
#pragma once

#include "openssl_types.h"
#include "redisconf/config/settings.h"

#include <string>

namespace redisconf {

// tls.server_name, or else the host; without the final dot that marks a name as absolute for DNS,
// which certificates and SNI do without (RFC 6066).
[[nodiscard]] std::string tls_name(const TlsSettings& tls, const std::string& host);

// Verified as a name or as an address (an IP SAN). Names stand in SANs only; the subject's common name
// does not count (RFC 9525 section 2). False when OpenSSL refuses.
[[nodiscard]] bool expect_name(X509_VERIFY_PARAM* parameters, const std::string& name);

// Sends it as SNI when it is a name (RFC 6066 section 3 forbids addresses). False when OpenSSL refuses.
[[nodiscard]] bool send_name(SSL& session, const std::string& name);

}  // namespace redisconf

// TLS sessions of this process, so that a dial to a server that is known already needs no new
// proof (RFC 8446 section 2.2). What was verified when a session began is not verified again when it
// is resumed, so a session is offered only where the same would be asked, under the same host.
//
// Thread-safety: may run concurrently. Errors: std::bad_alloc, std::runtime_error.
#pragma once

#include "openssl_types.h"

#include <string>

namespace redisconf {

// Connections of this context keep their sessions. `trust` stands for all that they verify.
void keep_sessions(SSL_CTX& context, const std::string& trust);

// Before the handshake; `host` is the name or address to be verified. A session of TLS 1.3 is used once
// (RFC 8446 appendix C.4), and none whose certificate has expired.
void offer_session(SSL& ssl, const std::string& host);

}  // namespace redisconf

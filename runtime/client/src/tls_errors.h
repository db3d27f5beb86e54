// Why a TLS session did not come about, in words that lead to the fix.
#pragma once

#include "fault.h"
#include "openssl_types.h"

#include <string>

namespace redisconf {

// What the verification refused, noted while OpenSSL still holds the certificate.
struct RefusedCertificate {
  int error = X509_V_OK;  // X509_V_ERR_...
  std::string names;      // "DNS:redis.example, IP:10.0.0.1": of the server's certificate
  std::string issuer;     // of the certificate at fault
  std::string pin;        // of the server's key, as tls.pin would name it
  std::string validity;   // "2024-01-01 to 2024-02-01 (UTC)": of the certificate at fault
};

// Call inside OpenSSL's verify callback.
[[nodiscard]] RefusedCertificate describe_refused(X509_STORE_CTX* store);

// `host` is the name or address that was to be verified.
[[nodiscard]] Fault certificate_fault(const RefusedCertificate& refused, const std::string& host);

// Empties OpenSSL's error queue of this thread, as its calls want it. Looking first costs a tenth.
void clear_tls_errors() noexcept;

// From OpenSSL's error queue of this thread, which it empties.
[[nodiscard]] Fault tls_fault();

// A handshake that got no answer, or a connection that ended in it.
[[nodiscard]] Fault handshake_fault(const Fault& transport);

}  // namespace redisconf

// The TLS of a configuration for other Redis clients in the same program: what Connection itself
// trusts, shows and expects, as the objects of OpenSSL that they take.
//
//   asio::ssl::context context(new_tls_context(config).release());       // Boost.Redis
//   redisInitiateSSL(&hiredis_context, new_tls_session(config).release());  // hiredis 1.0
//
// Secrets go from `tls` of the configuration straight into OpenSSL: no file is written. Chain and name
// of the server are checked as tls.verify says, in every session, so also after a reconnection.
//
// Ownership:     the caller's; release() hands it on.
// Thread-safety: functions may run concurrently; an SSL_CTX may be shared, an SSL may not.
// Errors:        RedisError: usage without tls.enabled, tls when a PEM text is of no use.
#pragma once

#include <redisconf/config/export.h>

#include <memory>

struct ssl_ctx_st;  // OpenSSL's SSL_CTX
struct ssl_st;      // OpenSSL's SSL

namespace redisconf REDISCONF_PUBLIC {

class ServiceConfig;

struct TlsFree {
  void operator()(ssl_ctx_st* context) const noexcept;
  void operator()(ssl_st* session) const noexcept;
};

// Checks the server's name too, but can't send it (SNI): that is a session's.
[[nodiscard]] REDISCONF_PUBLIC std::unique_ptr<ssl_ctx_st, TlsFree> new_tls_context(
    const ServiceConfig& config);

// The same with the name that SNI sends.
[[nodiscard]] REDISCONF_PUBLIC std::unique_ptr<ssl_st, TlsFree> new_tls_session(const ServiceConfig& config);

}  // namespace redisconf

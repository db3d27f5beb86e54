#include "redisconf/client/tls_session.h"

#include "fault.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/service_config.h"
#include "tls_context.h"
#include "tls_errors.h"
#include "tls_name.h"

#include <new>

namespace redisconf {
namespace {

[[noreturn]] void refuse(const ServiceConfig& config, ErrorCategory category, const std::string& cause,
                         const std::string& fix) {
  RedisError::Details details;
  details.category = category;
  details.stage = Stage::tls;
  details.retry_safe = true;
  details.endpoint = endpoint(config);
  details.cause = cause;
  details.fix = fix;
  throw RedisError(std::move(details));
}

ContextPtr verified_context(const ServiceConfig& config) {
  const TlsSettings& tls = config.tls();
  ContextPtr context = make_tls_context(tls);
  if (tls.verify == TlsVerify::full &&
      !expect_name(SSL_CTX_get0_param(context.get()), tls_name(tls, config.connection().host))) {
    throw tls_fault();
  }
  return context;
}

template <class Make>
auto guarded(const ServiceConfig& config, const Make& make) {
  if (!config.tls().enabled) {
    refuse(config, ErrorCategory::usage, "the configuration has no TLS",
           "ask only where tls.enabled (REDIS_TLS_ENABLED) is true");
  }
  try {
    return make();
  } catch (const Fault& fault) {
    refuse(config, fault.category(), fault.cause(), fault.fix());
  }
}

}  // namespace

void TlsFree::operator()(ssl_ctx_st* context) const noexcept { SSL_CTX_free(context); }
void TlsFree::operator()(ssl_st* session) const noexcept { SSL_free(session); }

std::unique_ptr<ssl_ctx_st, TlsFree> new_tls_context(const ServiceConfig& config) {
  return guarded(config,
                 [&] { return std::unique_ptr<ssl_ctx_st, TlsFree>(verified_context(config).release()); });
}

std::unique_ptr<ssl_st, TlsFree> new_tls_session(const ServiceConfig& config) {
  return guarded(config, [&] {
    const ContextPtr context = verified_context(config);
    std::unique_ptr<ssl_st, TlsFree> session(SSL_new(context.get()));
    if (!session) throw std::bad_alloc();
    if (!send_name(*session, tls_name(config.tls(), config.connection().host))) throw tls_fault();
    return session;
  });
}

}  // namespace redisconf

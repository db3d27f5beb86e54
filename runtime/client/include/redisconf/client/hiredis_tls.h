// TLS for hiredis_options.h, with hiredis 1.0 or newer and its library hiredis_ssl:
//
//   auto redis = redisconf::connect_hiredis(config, redisconf::start_hiredis_tls);
//
// Trust, client certificate and the check of the server's name are those of Connection (tls_session.h):
// hiredis alone checks no name in most of its releases, and takes files where redisconf has secrets.
#pragma once

#include <redisconf/client/hiredis_options.h>
#include <redisconf/client/tls_session.h>

#include <hiredis/hiredis_ssl.h>

namespace redisconf {

inline void start_hiredis_tls(redisContext& context, const ServiceConfig& config) {
  auto session = new_tls_session(config);
  if (redisInitiateSSL(&context, session.get()) != REDIS_OK) {
    hiredis_adapter::fail(config, ErrorCategory::tls, Stage::tls,
                          std::string(static_cast<const char*>(context.errstr)),
                          "check tls.ca and tls.server_name against the server's certificate");
  }
  static_cast<void>(session.release());  // the context owns it now
}

}  // namespace redisconf

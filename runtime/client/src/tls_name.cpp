#include "tls_name.h"

#include "redisconf/config/value.h"

namespace redisconf {

std::string tls_name(const TlsSettings& tls, const std::string& host) {
  std::string name = tls.server_name.empty() ? host : tls.server_name;
  if (name.size() > 1 && name.back() == '.') name.pop_back();
  return name;
}

bool expect_name(X509_VERIFY_PARAM* parameters, const std::string& name) {
  X509_VERIFY_PARAM_set_hostflags(parameters,
                                  X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  const int done = is_address(name) ? X509_VERIFY_PARAM_set1_ip_asc(parameters, name.c_str())
                                    : X509_VERIFY_PARAM_set1_host(parameters, name.data(), name.size());
  return done == 1;
}

bool send_name(SSL& session, const std::string& name) {
  return is_address(name) || SSL_set_tlsext_host_name(&session, name.c_str()) == 1;
}

}  // namespace redisconf

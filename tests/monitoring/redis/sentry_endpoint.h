// A real HTTP or HTTPS server that plays Sentry's endpoint.
#pragma once

#include "sentry_dsn.h"

#include <redisconf/testing/certificates.h>
#include <redisconf/testing/temporary_directory.h>

#include <memory>
#include <string>
#include <vector>

namespace redisconf::test {

class SentryEndpoint {
 public:
  struct Received {
    std::string path;
    std::string auth;  // X-Sentry-Auth
    std::string content_type;
    std::string body;
  };

  enum class Security { plain, tls };

  // Each request gets this answer.
  explicit SentryEndpoint(SentryAnswer answer = {200, "", ""}, Security security = Security::plain);
  SentryEndpoint(const SentryEndpoint&) = delete;
  SentryEndpoint& operator=(const SentryEndpoint&) = delete;
  ~SentryEndpoint();

  // http://KEY@127.0.0.1:PORT/42
  [[nodiscard]] std::string dsn(const std::string& key) const;
  [[nodiscard]] std::string ca_file() const;
  [[nodiscard]] std::vector<Received> received() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf::test

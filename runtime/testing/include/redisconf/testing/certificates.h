// Throw-away certificates for tests, made in memory: EC P-256, signed with SHA-256.
//
// Ownership:     values own their PEM text. Keys are of no worth: they live as long as a test.
// Thread-safety: const members may run concurrently.
// Errors:        std::runtime_error when OpenSSL can't make one.
#pragma once

#include <redisconf/config/export.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace redisconf {
namespace testing REDISCONF_PUBLIC {

// A certificate and its private key, as PEM text.
struct Certificate {
  std::string certificate;
  std::string key;
};

struct CertificateOptions {
  std::string common_name = "redisconf test";
  std::vector<std::string> names{};             // subject alternative names; addresses become IP SANs
  std::chrono::seconds valid_from{-3600};       // from now: negative is the past
  std::chrono::seconds valid_until{24 * 3600};  // from now
};

class CertificateAuthority {
 public:
  explicit CertificateAuthority(const std::string& name = "redisconf test authority");
  CertificateAuthority(CertificateAuthority&&) noexcept;
  CertificateAuthority& operator=(CertificateAuthority&&) noexcept;
  ~CertificateAuthority();

  // The authority's own certificate: what clients trust.
  [[nodiscard]] const std::string& certificate() const noexcept;

  // Good for servers and for clients.
  [[nodiscard]] Certificate issue(const CertificateOptions& options) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

[[nodiscard]] REDISCONF_PUBLIC Certificate self_signed(const CertificateOptions& options);

}  // namespace redisconf
}  // namespace redisconf

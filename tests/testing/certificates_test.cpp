#include "support/catch.h"

#include <redisconf/testing/certificates.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

using redisconf::testing::CertificateAuthority;
using redisconf::testing::CertificateOptions;
using redisconf::testing::self_signed;

namespace {

using X509Ptr = std::unique_ptr<X509, decltype(&X509_free)>;
using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;

BioPtr open_text(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

X509Ptr read_certificate(const std::string& pem) {
  return {PEM_read_bio_X509(open_text(pem).get(), nullptr, nullptr, nullptr), &X509_free};
}

KeyPtr read_key(const std::string& pem) {
  return {PEM_read_bio_PrivateKey(open_text(pem).get(), nullptr, nullptr, nullptr), &EVP_PKEY_free};
}

}  // namespace

TEST_CASE("an authority signs certificates that carry names and addresses", "[testing][certificates]") {
  const CertificateAuthority authority;
  const auto own = authority.issue({.names = {"redis.example", "10.0.0.1", "::1"}});
  const auto certificate = read_certificate(own.certificate);
  const auto issuer = read_certificate(authority.certificate());
  REQUIRE(certificate);
  REQUIRE(issuer);

  CHECK(X509_verify(certificate.get(), X509_get0_pubkey(issuer.get())) == 1);
  CHECK(X509_check_private_key(certificate.get(), read_key(own.key).get()) == 1);
  CHECK(X509_check_host(certificate.get(), "redis.example", 0, 0, nullptr) == 1);
  CHECK(X509_check_host(certificate.get(), "other.example", 0, 0, nullptr) == 0);
  CHECK(X509_check_ip_asc(certificate.get(), "10.0.0.1", 0) == 1);
  CHECK(X509_check_ip_asc(certificate.get(), "::1", 0) == 1);
  CHECK(X509_check_ip_asc(certificate.get(), "10.0.0.2", 0) == 0);
}

TEST_CASE("validity counts from now, in both directions", "[testing][certificates]") {
  using namespace std::chrono_literals;
  const CertificateAuthority authority;
  const auto expired = read_certificate(authority.issue({.valid_from = -2h, .valid_until = -1h}).certificate);
  const auto early = read_certificate(authority.issue({.valid_from = 1h, .valid_until = 2h}).certificate);

  CHECK(X509_cmp_current_time(X509_get0_notAfter(expired.get())) < 0);
  CHECK(X509_cmp_current_time(X509_get0_notBefore(early.get())) > 0);
}

TEST_CASE("a self-signed certificate is its own issuer", "[testing][certificates]") {
  const auto certificate = read_certificate(self_signed({.common_name = "alone"}).certificate);

  CHECK(X509_verify(certificate.get(), X509_get0_pubkey(certificate.get())) == 1);
}

#include "peer_certificate.h"

#include "escape.h"

#include <chrono>
#include <ctime>
#include <memory>
#include <new>

namespace redisconf {
namespace {

// "CN = redis.example, O = Example" (RFC 2253 order turned round, as openssl x509 prints it).
std::string name_text(const X509_NAME* name) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (!bio) throw std::bad_alloc();
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_ONELINE);
  const char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return escaped({text, static_cast<std::size_t>(size < 0 ? 0 : size)});
}

std::chrono::system_clock::time_point time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

}  // namespace

PeerCertificate describe_certificate(const X509& certificate) {
  return {name_text(X509_get_subject_name(&certificate)), name_text(X509_get_issuer_name(&certificate)),
          time_of(X509_get0_notBefore(&certificate)), time_of(X509_get0_notAfter(&certificate))};
}

}  // namespace redisconf

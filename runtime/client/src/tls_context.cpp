#include "tls_context.h"

#include "fault.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <new>
#include <string>
#include <string_view>

namespace redisconf {
namespace {

// Without it OpenSSL would ask for the pass phrase of an encrypted key on the terminal.
int no_pass_phrase(char*, int, int, void*) { return -1; }

BioPtr open_pem(const Secret& pem) {
  const std::string_view text = pem.reveal();
  BioPtr bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  if (!bio) throw std::bad_alloc();
  return bio;
}

CertificatePtr read_certificate(BIO& bio) {
  return CertificatePtr(PEM_read_bio_X509(&bio, nullptr, no_pass_phrase, nullptr));
}

[[noreturn]] void throw_unusable(std::string_view path, std::string_view why) {
  ERR_clear_error();
  throw Fault(ErrorCategory::tls, setting(path) + " " + std::string(why),
              "give it PEM text: -----BEGIN ... to -----END ..., unchanged");
}

// True when the text ended where a certificate might start, not in the middle of a broken one.
bool ended_cleanly() {
  const bool clean = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  return clean;
}

// Read once a process: parsing all of the system's authorities is too slow for every dial.
X509_STORE* system_authorities() {
  static const StorePtr store = [] {
    StorePtr fresh(X509_STORE_new());
    if (!fresh) throw std::bad_alloc();
    X509_STORE_set_default_paths(fresh.get());
    return fresh;
  }();
  return store.get();
}

void trust_authorities(SSL_CTX& context, const Secret& pem) {
  if (pem.empty()) {
    SSL_CTX_set1_cert_store(&context, system_authorities());
    return;
  }
  const BioPtr bio = open_pem(pem);
  int count = 0;
  while (const CertificatePtr certificate = read_certificate(*bio)) {
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(&context), certificate.get()) != 1) {
      throw_unusable("tls.ca", "holds a certificate that can't be trusted");
    }
    ++count;
  }
  if (!ended_cleanly()) throw_unusable("tls.ca", "holds a damaged certificate");
  if (count == 0) throw_unusable("tls.ca", "holds no certificate");
}

void use_certificate(SSL_CTX& context, const Secret& pem) {
  const BioPtr bio = open_pem(pem);
  const CertificatePtr own = read_certificate(*bio);
  if (!own || SSL_CTX_use_certificate(&context, own.get()) != 1) {
    throw_unusable("tls.certificate", "holds no usable certificate");
  }
  while (CertificatePtr issuer = read_certificate(*bio)) {
    if (SSL_CTX_add0_chain_cert(&context, issuer.get()) != 1) {
      throw_unusable("tls.certificate", "holds an unusable chain");
    }
    static_cast<void>(issuer.release());  // the context owns it now
  }
  if (!ended_cleanly()) throw_unusable("tls.certificate", "holds a damaged chain");
}

void use_key(SSL_CTX& context, const Secret& pem) {
  const BioPtr bio = open_pem(pem);
  const KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_pass_phrase, nullptr));
  if (!key) throw_unusable("tls.key", "holds no private key without a pass phrase");
  if (SSL_CTX_use_PrivateKey(&context, key.get()) != 1) {
    throw_unusable("tls.key", "does not belong to the certificate of tls.certificate");
  }
}

}  // namespace

ContextPtr make_tls_context(const TlsSettings& settings) {
  ERR_clear_error();
  ContextPtr context(SSL_CTX_new(TLS_client_method()));
  if (!context) throw std::bad_alloc();
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  if (settings.verify != TlsVerify::none) trust_authorities(*context, settings.ca);
  if (!settings.certificate.empty()) {
    use_certificate(*context, settings.certificate);
    use_key(*context, settings.key);
  }
  return context;
}

void prepare_tls(const TlsSettings& settings) {
  const bool needs_system = settings.enabled && settings.verify != TlsVerify::none && settings.ca.empty();
  if (needs_system) static_cast<void>(system_authorities());
}

}  // namespace redisconf

#include "tls_context.h"

#include "fault.h"
#include "system_authorities.h"
#include "tls_pin.h"
#include "tls_sessions.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <memory>
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

// An empty text trusts the system's. Returns which of their versions.
unsigned trust_authorities(SSL_CTX& context, const Secret& pem) {
  if (pem.empty()) {
    const SystemAuthorities system = system_authorities();
    SSL_CTX_set1_cert_store(&context, system.store.get());
    return system.version;
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
  return 0;
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

// What a context asks of the server's key.
struct Pins {
  std::string pins;
  bool verifies_chain;
};

void free_pins(void*, void* pins, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<Pins*>(pins);  // NOLINT(cppcoreguidelines-owning-memory)
}

int pins_slot() {
  static const int slot = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_pins);
  return slot;
}

// Stands for OpenSSL's own verification, which it calls. The pin is that of the server's certificate:
// without a verified chain anybody can append a pinned authority's.
int verify_with_pin(X509_STORE_CTX* store, void*) {
  const auto* const ssl =
      static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto& wanted = *static_cast<const Pins*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), pins_slot()));
  if (wanted.verifies_chain && X509_verify_cert(store) != 1) return 0;
  const X509* const certificate = X509_STORE_CTX_get0_cert(store);
  try {
    if (certificate != nullptr && is_pinned(wanted.pins, pin_of(*certificate))) {
      X509_STORE_CTX_set_error(store, X509_V_OK);
      return 1;
    }
  } catch (const std::exception&) {
    // Through C code no exception passes; a key that can't be hashed is none that was pinned.
  }
  X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
  static_cast<void>(X509_STORE_CTX_get_verify_cb(store)(0, store));  // takes note of it
  return 0;
}

void require_pin(SSL_CTX& context, const std::string& pins, bool verifies_chain) {
  auto wanted = std::make_unique<Pins>(Pins{pins, verifies_chain});
  if (SSL_CTX_set_ex_data(&context, pins_slot(), wanted.get()) != 1) throw std::bad_alloc();
  static_cast<void>(wanted.release());
  SSL_CTX_set_cert_verify_callback(&context, verify_with_pin, nullptr);
}

// Two contexts with the same text verify the same. The certificates stand in it as a hash.
std::string trust_text(const TlsSettings& settings, unsigned system_version) {
  std::string all(settings.ca.reveal());
  all.append(1, '\0').append(settings.certificate.reveal());
  std::array<char, 32> hash{};
  if (EVP_Digest(all.data(), all.size(), reinterpret_cast<unsigned char*>(hash.data()), nullptr, EVP_sha256(),
                 nullptr) != 1) {
    throw std::bad_alloc();
  }
  std::string text(hash.data(), hash.size());
  text.append(std::to_string(system_version)).append(1, ' ');
  text.append(std::to_string(static_cast<int>(settings.verify))).append(1, ' ');
  return text.append(settings.pin).append(1, ' ');
}

}  // namespace

ContextPtr make_tls_context(const TlsSettings& settings) {
  ERR_clear_error();
  ContextPtr context(SSL_CTX_new(TLS_client_method()));
  if (!context) throw std::bad_alloc();
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  const bool verifies = settings.verify != TlsVerify::none;
  const unsigned system_version = verifies ? trust_authorities(*context, settings.ca) : 0;
  SSL_CTX_set_verify(context.get(), verifies || !settings.pin.empty() ? SSL_VERIFY_PEER : SSL_VERIFY_NONE,
                     nullptr);
  if (!settings.pin.empty()) require_pin(*context, settings.pin, verifies);
  if (!settings.certificate.empty()) {
    use_certificate(*context, settings.certificate);
    use_key(*context, settings.key);
  }
  keep_sessions(*context, trust_text(settings, system_version));
  return context;
}

void prepare_tls(const TlsSettings& settings) {
  const bool needs_system = settings.enabled && settings.verify != TlsVerify::none && settings.ca.empty();
  if (needs_system) static_cast<void>(system_authorities());
}

}  // namespace redisconf

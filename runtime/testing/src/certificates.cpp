#include "redisconf/testing/certificates.h"

#include "redisconf/config/value.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <stdexcept>
#include <utility>

namespace redisconf::testing {
namespace {

template <auto free_function>
struct Free {
  template <class Object>
  void operator()(Object* object) const noexcept {
    free_function(object);
  }
};

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Free<X509_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("OpenSSL could not ") + what);
}

std::string text_of(BIO& bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(&bio, &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

std::string pem_of(X509& certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  require(bio && PEM_write_bio_X509(bio.get(), &certificate) == 1, "write a certificate");
  return text_of(*bio);
}

std::string pem_of(EVP_PKEY& key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  require(bio && PEM_write_bio_PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "write a key");
  return text_of(*bio);
}

Key make_key() {
  Key key(EVP_EC_gen("P-256"));
  require(key != nullptr, "make a key");
  return key;
}

// 63 random bits: unique among the authority's certificates (RFC 5280 section 4.1.2.2).
void set_serial(X509& certificate) {
  std::uint64_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "draw a serial number");
  require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(&certificate), (serial >> 1U) | 1U) == 1,
          "set a serial number");
}

void add_extension(X509& certificate, X509& issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  require(extension && X509_add_ext(&certificate, extension.get(), -1) == 1, "add an extension");
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (!list.empty()) list += ',';
    list += (is_address(name) ? "IP:" : "DNS:") + name;
  }
  return list;
}

X509Ptr blank(const CertificateOptions& options, EVP_PKEY& key) {
  X509Ptr certificate(X509_new());
  require(certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1, "make a certificate");
  set_serial(*certificate);
  const std::time_t now = std::time(nullptr);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), now + options.valid_from.count());
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), now + options.valid_until.count());
  const auto* const name = reinterpret_cast<const unsigned char*>(options.common_name.c_str());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8, name, -1, -1, 0);
  require(X509_set_pubkey(certificate.get(), &key) == 1, "use a key");
  return certificate;
}

void sign(X509& certificate, EVP_PKEY& key) {
  require(X509_sign(&certificate, &key, EVP_sha256()) != 0, "sign a certificate");
}

void add_leaf_extensions(X509& certificate, X509& issuer, const CertificateOptions& options) {
  add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth,clientAuth");
  if (!options.names.empty()) {
    add_extension(certificate, issuer, NID_subject_alt_name, alternative_names(options.names));
  }
}

}  // namespace

class CertificateAuthority::Impl {
 public:
  explicit Impl(const std::string& name) : key_(make_key()) {
    CertificateOptions options;
    options.common_name = name;
    // Older and longer lived than all that it signs, the expired ones included.
    options.valid_from = std::chrono::hours(-24 * 366);
    options.valid_until = std::chrono::hours(24 * 366);
    certificate_ = blank(options, *key_);
    X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
    add_extension(*certificate_, *certificate_, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(*certificate_, *certificate_, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(*certificate_, *certificate_, NID_subject_key_identifier, "hash");
    sign(*certificate_, *key_);
    pem_ = pem_of(*certificate_);
  }

  [[nodiscard]] const std::string& pem() const noexcept { return pem_; }

  [[nodiscard]] Certificate issue(const CertificateOptions& options) const {
    const Key key = make_key();
    const X509Ptr leaf = blank(options, *key);
    X509_set_issuer_name(leaf.get(), X509_get_subject_name(certificate_.get()));
    add_leaf_extensions(*leaf, *certificate_, options);
    add_extension(*leaf, *certificate_, NID_authority_key_identifier, "keyid");
    sign(*leaf, *key_);
    return {pem_of(*leaf), pem_of(*key)};
  }

 private:
  Key key_;
  X509Ptr certificate_;
  std::string pem_;
};

CertificateAuthority::CertificateAuthority(const std::string& name) : impl_(std::make_unique<Impl>(name)) {}
CertificateAuthority::CertificateAuthority(CertificateAuthority&&) noexcept = default;
CertificateAuthority& CertificateAuthority::operator=(CertificateAuthority&&) noexcept = default;
CertificateAuthority::~CertificateAuthority() = default;

const std::string& CertificateAuthority::certificate() const noexcept { return impl_->pem(); }

Certificate CertificateAuthority::issue(const CertificateOptions& options) const {
  return impl_->issue(options);
}

Certificate self_signed(const CertificateOptions& options) {
  const Key key = make_key();
  const X509Ptr certificate = blank(options, *key);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  add_leaf_extensions(*certificate, *certificate, options);
  sign(*certificate, *key);
  return {pem_of(*certificate), pem_of(*key)};
}

}  // namespace redisconf::testing

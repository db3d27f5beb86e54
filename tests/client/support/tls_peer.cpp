#include "client/support/tls_peer.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <pthread.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace redisconf::test {
namespace {

template <auto free_function>
struct Free {
  template <class Object>
  void operator()(Object* object) const noexcept {
    free_function(object);
  }
};

using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, Free<SSL_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;

void use(SSL_CTX& context, const testing::Certificate& own) {
  const Bio certificate(BIO_new_mem_buf(own.certificate.data(), static_cast<int>(own.certificate.size())));
  const std::unique_ptr<X509, Free<X509_free>> parsed(
      PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr));
  const Bio key(BIO_new_mem_buf(own.key.data(), static_cast<int>(own.key.size())));
  const std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>> parsed_key(
      PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr));
  if (SSL_CTX_use_certificate(&context, parsed.get()) != 1 ||
      SSL_CTX_use_PrivateKey(&context, parsed_key.get()) != 1) {
    throw std::runtime_error("OpenSSL could not use a certificate");
  }
}

Context context_of(const testing::Certificate& own, bool tls_1_2_only) {
  Context context(SSL_CTX_new(TLS_server_method()));
  use(*context, own);
  if (tls_1_2_only) SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
  return context;
}

// OpenSSL writes by write(), which raises SIGPIPE in the thread that calls it.
void block_sigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace

class TlsPeer::Session {
 public:
  Session(SSL_CTX& context, int descriptor) : ssl_(SSL_new(&context)) {
    SSL_set_fd(ssl_.get(), descriptor);
    SSL_set_accept_state(ssl_.get());
  }

  [[nodiscard]] SSL* ssl() const noexcept { return ssl_.get(); }

 private:
  Ssl ssl_;
};

std::string TlsPeer::receive() {
  std::array<char, 4096> buffer{};
  const int size = SSL_read(session_.ssl(), buffer.data(), static_cast<int>(buffer.size()));
  return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
}

void TlsPeer::send(std::string_view bytes) {
  SSL_write(session_.ssl(), bytes.data(), static_cast<int>(bytes.size()));
}

bool TlsPeer::resumed() const { return SSL_session_reused(session_.ssl()) == 1; }

std::string TlsPeer::server_name() const {
  const char* const name = SSL_get_servername(session_.ssl(), TLSEXT_NAMETYPE_host_name);
  return name == nullptr ? std::string() : std::string(name);
}

bool TlsPeer::renegotiate() {
  if (SSL_renegotiate(session_.ssl()) != 1 || SSL_do_handshake(session_.ssl()) != 1) return false;
  receive();  // the client's answer: a new handshake, or its refusal
  return SSL_renegotiate_pending(session_.ssl()) == 0;
}

class TlsPeerServer::Contexts {
 public:
  explicit Contexts(const TlsPeerOptions& options)
      : standard_(context_of(options.certificate, options.tls_1_2_only)) {
    for (const auto& [name, own] : options.by_name)
      by_name_.emplace(name, context_of(own, options.tls_1_2_only));
    SSL_CTX_set_tlsext_servername_callback(standard_.get(), &Contexts::choose);
    SSL_CTX_set_tlsext_servername_arg(standard_.get(), this);
  }

  [[nodiscard]] SSL_CTX& standard() const noexcept { return *standard_; }

 private:
  static int choose(SSL* ssl, int*, void* self) {
    const char* const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    const auto& known = static_cast<Contexts*>(self)->by_name_;
    const auto found = known.find(name == nullptr ? "" : name);
    if (found != known.end()) SSL_set_SSL_CTX(ssl, found->second.get());
    return SSL_TLSEXT_ERR_OK;
  }

  Context standard_;
  std::map<std::string, Context> by_name_;
};

TlsPeerServer::TlsPeerServer(const TlsPeerOptions& options, std::function<void(TlsPeer&)> behaviour)
    : contexts_(std::make_unique<Contexts>(options)) {
  server_ = std::make_unique<PeerServer>([this, run = std::move(behaviour)](Peer& plain) {
    block_sigpipe();
    TlsPeer::Session session(contexts_->standard(), plain.descriptor());
    if (SSL_do_handshake(session.ssl()) != 1) return;
    TlsPeer peer(plain.descriptor(), session);
    run(peer);
  });
}

TlsPeerServer::~TlsPeerServer() = default;

}  // namespace redisconf::test

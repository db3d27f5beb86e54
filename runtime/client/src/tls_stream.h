// TLS over a socket of ours: OpenSSL works on memory, so that it neither waits nor raises SIGPIPE.
#pragma once

#include "openssl_types.h"
#include "redisconf/client/dial_trace.h"
#include "redisconf/config/settings.h"
#include "stream.h"
#include "tls_errors.h"

#include <optional>
#include <string>

namespace redisconf {

class TlsStream final : public Stream {
 public:
  // Shakes hands. `host` is verified against the certificate, as a name or as an address (an IP
  // SAN), and is sent as SNI when it is a name (RFC 6066 section 3 forbids addresses).
  // `seen`: takes the server's certificate, also one that is refused.
  TlsStream(Socket socket, SSL_CTX& context, TlsVerify verify, const std::string& host, Deadline deadline,
            std::optional<PeerCertificate>* seen = nullptr);
  ~TlsStream() override;

  void send(std::string_view bytes, Deadline deadline) override;
  [[nodiscard]] std::size_t receive(std::span<char> buffer, Deadline deadline) override;
  [[nodiscard]] bool quiet() noexcept override;
  [[nodiscard]] unsigned long long bytes_sent() const noexcept override { return socket_.bytes_sent(); }
  [[nodiscard]] std::string tls_version() const override { return SSL_get_version(ssl_.get()); }

 private:
  static int on_verify(int accepted, X509_STORE_CTX* store);

  void expect(TlsVerify verify);
  void take_note(const X509* certificate) noexcept;
  void shake_hands(Deadline deadline);
  [[nodiscard]] bool step(int result, Deadline deadline);
  [[nodiscard]] Fault failure(int state) const;
  void flush(Deadline deadline);
  void flush_farewell() noexcept;
  void fill(Deadline deadline);

  Socket socket_;
  std::string host_;
  std::optional<PeerCertificate>* seen_;  // during the handshake; may be null
  RefusedCertificate refused_;
  SslPtr ssl_;
  BIO* incoming_;  // owned by ssl_
  BIO* outgoing_;  // owned by ssl_
  bool broken_ = true;
  std::optional<Fault> noted_;  // by quiet(), for the next receive()
};

}  // namespace redisconf

// TLS over a socket of ours: OpenSSL works on memory, so that it neither waits nor raises SIGPIPE,
// and one system call moves a whole batch.
//
// A shared stream has one sender and one receiver. OpenSSL's object is for one thread, so a lock
// lies around it; the system calls are outside of that. What the object wants to send leaves
// through the sender alone, because records must not overtake each other.
#pragma once

#include "openssl_types.h"
#include "redisconf/client/dial_trace.h"
#include "redisconf/config/settings.h"
#include "spinning_mutex.h"
#include "stream.h"
#include "tls_errors.h"
#include "tls_memory.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace redisconf {

class TlsStream final : public Stream {
 public:
  // Shakes hands. `name` (tls_name.h) is verified against the certificate as `verify` says, and sent.
  // `seen`: takes the server's certificate, also one that is refused.
  TlsStream(Socket socket, SSL_CTX& context, TlsVerify verify, const std::string& name, Deadline deadline,
            std::optional<PeerCertificate>* seen = nullptr);
  ~TlsStream() override;

  void send(std::string_view bytes, Deadline deadline) override;
  [[nodiscard]] std::size_t receive(std::span<char> buffer, Deadline deadline) override;
  [[nodiscard]] bool quiet() noexcept override;
  [[nodiscard]] unsigned long long bytes_sent() const noexcept override { return socket_.bytes_sent(); }
  [[nodiscard]] std::string tls_version() const override { return SSL_get_version(ssl_.get()); }

  [[nodiscard]] std::size_t try_send(std::string_view bytes) override;
  [[nodiscard]] std::size_t try_receive(std::span<char> buffer) override;
  [[nodiscard]] std::size_t await(std::span<char> buffer) override;

 private:
  static int on_verify(int accepted, X509_STORE_CTX* store);

  void expect(TlsVerify verify);
  void take_note(const X509* certificate) noexcept;
  void note_refusal(X509_STORE_CTX* store) noexcept;
  void shake_hands(Deadline deadline);
  [[nodiscard]] bool step(int result, Deadline deadline);
  [[nodiscard]] Fault failure(int state) const;
  void flush(Deadline deadline);
  void flush_farewell() noexcept;
  void fill(Deadline deadline);
  [[nodiscard]] std::span<char> raw_room();

  // Of a shared stream.
  [[nodiscard]] bool send_records();
  void make_records(std::string_view bytes);
  [[nodiscard]] std::size_t receive_records(std::span<char> buffer, int flags);
  [[nodiscard]] std::size_t decrypt(std::span<char> buffer, std::string_view records);

  std::string host_;
  std::optional<PeerCertificate>* seen_;  // during the handshake; may be null
  RefusedCertificate refused_;
  TlsMemory memory_;
  SslPtr ssl_;
  bool broken_ = true;
  std::optional<Fault> noted_;  // by quiet(), for the next receive()

  SpinningMutex mutex_;  // of a shared stream, over ssl_ with its memory
  std::string records_;  // encrypted, on their way to the kernel; the sender's, as the next
  std::size_t records_sent_ = 0;
  bool more_to_decrypt_ = false;  // the receiver's, as those below
  std::unique_ptr<char[]> raw_;
};

}  // namespace redisconf

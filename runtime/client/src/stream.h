// What a connection reads and writes: bytes, plain or through TLS.
//
// Errors: Fault (timeout, closed, tls). After one, the stream is of no more use.
#pragma once

#include "redisconf/client/deadline.h"
#include "socket.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace redisconf {

class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  virtual ~Stream() = default;

  virtual void send(std::string_view bytes, Deadline deadline) = 0;
  [[nodiscard]] virtual std::size_t receive(std::span<char> buffer, Deadline deadline) = 0;

  // Nothing unread for receive(), here or in the kernel, and the peer did not close. Never waits.
  [[nodiscard]] virtual bool quiet() noexcept = 0;

  // Bytes given to the kernel so far.
  [[nodiscard]] virtual unsigned long long bytes_sent() const noexcept = 0;

  [[nodiscard]] virtual std::string tls_version() const = 0;
};

class PlainStream final : public Stream {
 public:
  explicit PlainStream(Socket socket) noexcept : socket_(std::move(socket)) {}

  void send(std::string_view bytes, Deadline deadline) override { socket_.send(bytes, deadline); }
  [[nodiscard]] std::size_t receive(std::span<char> buffer, Deadline deadline) override {
    return socket_.receive(buffer, deadline);
  }
  [[nodiscard]] bool quiet() noexcept override { return socket_.quiet(); }
  [[nodiscard]] unsigned long long bytes_sent() const noexcept override { return socket_.bytes_sent(); }
  [[nodiscard]] std::string tls_version() const override { return {}; }

 private:
  Socket socket_;
};

}  // namespace redisconf

// What a connection reads and writes: bytes, plain or through TLS. One caller at a time uses send()
// and receive(), which wait; share() makes it a wire for two.
//
// Errors: Fault (timeout, closed, tls). After one, the stream is of no more use.
#pragma once

#include "redisconf/client/deadline.h"
#include "socket.h"
#include "wire.h"

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace redisconf {

class Stream : public Wire {
 public:
  virtual void send(std::string_view bytes, Deadline deadline) = 0;
  [[nodiscard]] virtual std::size_t receive(std::span<char> buffer, Deadline deadline) = 0;

  // Nothing unread for receive(), here or in the kernel, and the peer did not close. Never waits.
  [[nodiscard]] virtual bool quiet() noexcept = 0;

  // Bytes given to the kernel so far.
  [[nodiscard]] virtual unsigned long long bytes_sent() const noexcept = 0;

  [[nodiscard]] virtual std::string tls_version() const = 0;

  // From here on try_send() and try_receive() alone, and await(), which is try_receive() that may
  // sleep up to `kSlice`.
  void share() noexcept;
  static constexpr std::chrono::milliseconds kSlice{20};
  [[nodiscard]] virtual std::size_t await(std::span<char> buffer) = 0;

  // The last receive of a shared stream left nothing in the kernel. For who may receive.
  [[nodiscard]] bool emptied() const noexcept { return emptied_; }

  // No byte and no end has arrived since the last receive. Never waits.
  [[nodiscard]] bool nothing_came() const noexcept { return socket_.quiet(); }

  [[nodiscard]] int descriptor() const noexcept { return socket_.descriptor(); }

 protected:
  explicit Stream(Socket socket) noexcept : socket_(std::move(socket)) {}

  // Raw bytes; 0 when it would block. `flags` as those of recv().
  [[nodiscard]] std::size_t raw_send(std::string_view bytes) const;
  [[nodiscard]] std::size_t raw_receive(std::span<char> buffer, int flags);

  Socket socket_;

 private:
  bool emptied_ = false;
};

class PlainStream final : public Stream {
 public:
  explicit PlainStream(Socket socket) noexcept : Stream(std::move(socket)) {}

  void send(std::string_view bytes, Deadline deadline) override { socket_.send(bytes, deadline); }
  [[nodiscard]] std::size_t receive(std::span<char> buffer, Deadline deadline) override {
    return socket_.receive(buffer, deadline);
  }
  [[nodiscard]] bool quiet() noexcept override { return socket_.quiet(); }
  [[nodiscard]] unsigned long long bytes_sent() const noexcept override { return socket_.bytes_sent(); }
  [[nodiscard]] std::string tls_version() const override { return {}; }

  [[nodiscard]] std::size_t try_send(std::string_view bytes) override { return raw_send(bytes); }
  [[nodiscard]] std::size_t try_receive(std::span<char> buffer) override;
  [[nodiscard]] std::size_t await(std::span<char> buffer) override { return raw_receive(buffer, 0); }
};

}  // namespace redisconf

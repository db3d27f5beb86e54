// A TCP connection whose waits all end at a deadline. Never raises SIGPIPE; survives EINTR.
//
// Ownership: owns the descriptor. Thread-safety: none. Errors: Fault (connect, timeout, closed).
#pragma once

#include "redisconf/client/deadline.h"
#include "resolver.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace redisconf {

class Socket {
 public:
  // Tries the addresses in order; each gets an even share of what is left of the time.
  [[nodiscard]] static Socket connect(std::span<const SocketAddress> addresses, Deadline deadline);

  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&&) = delete;
  ~Socket();

  // All of it. Until it returns, an unknown part may have been sent: see bytes_sent().
  void send(std::string_view bytes, Deadline deadline);

  // At least one byte; throws Fault (closed) at the end of the stream.
  [[nodiscard]] std::size_t receive(std::span<char> buffer, Deadline deadline);

  // As much as goes without waiting, failures ignored: for farewells.
  void send_farewell(std::string_view bytes) noexcept;

  // True when nothing arrived and the peer did not close: asks the kernel, never waits.
  [[nodiscard]] bool quiet() const noexcept;

  // Over the whole life, so that a caller can tell whether a command has left.
  [[nodiscard]] unsigned long long bytes_sent() const noexcept { return bytes_sent_; }

  // For system calls of one's own; -1 once moved from.
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  explicit Socket(const SocketAddress& address);

  void finish_connect(const SocketAddress& address, Deadline deadline);

  int descriptor_ = -1;
  unsigned long long bytes_sent_ = 0;
};

}  // namespace redisconf

// A stream connection, over TCP or a Unix socket, whose waits all end at a deadline. Never raises
// SIGPIPE; survives EINTR; useless in a child of the process that opened it (fork).
//
// Ownership: owns the descriptor. Thread-safety: none. Errors: Fault (connect, timeout, closed).
#pragma once

#include "redisconf/client/deadline.h"
#include "socket_address.h"
#include "socket_options.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace redisconf {

class Socket {
 public:
  // The first of the addresses that answers; see ConnectRace.
  [[nodiscard]] static Socket connect(std::span<const SocketAddress> addresses, const SocketOptions& options,
                                      Deadline deadline);

  // To the Unix socket of that path.
  [[nodiscard]] static Socket connect_local(const std::string& path, Deadline deadline);

  // A stream socket that is connected and does not block.
  [[nodiscard]] static Socket adopt(int descriptor) noexcept { return Socket(descriptor); }

  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
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
  friend class ConnectRace;

  explicit Socket(int descriptor) noexcept;
  Socket(const SocketAddress& address, const SocketOptions& options) noexcept;

  // Errno values; 0 when connected.
  [[nodiscard]] int open_error() const noexcept { return open_error_; }
  [[nodiscard]] int begin(const SocketAddress& address) noexcept;          // EINPROGRESS: wait until writable
  [[nodiscard]] int outcome(const SocketAddress& address) const noexcept;  // once it is

  void tune(const SocketOptions& options) const noexcept;
  [[nodiscard]] bool is_ours() const noexcept;
  void require_ours() const;

  int descriptor_ = -1;
  int open_error_ = 0;
  unsigned generation_;  // of the process that opened it
  unsigned long long bytes_sent_ = 0;
};

}  // namespace redisconf

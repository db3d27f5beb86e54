// What the multiplexer's state machine sees of a network: bytes that go now or not. A simulation
// implements this and nothing else.
//
// Thread-safety: one thread sends while another one receives.
// Errors:        Fault (closed, tls): the wire is of no more use then.
#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <string_view>

namespace redisconf {

class Wire {
 public:
  Wire() = default;
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  virtual ~Wire() = default;

  // Takes some of the bytes, or none when that would block. Without bytes it sends what the wire
  // has kept back.
  [[nodiscard]] virtual std::size_t try_send(std::string_view bytes) = 0;

  // At least one byte, or 0 when none has come.
  [[nodiscard]] virtual std::size_t try_receive(std::span<char> buffer) = 0;

  // How many of the bytes that try_send() took last have not reached the kernel, not even in part.
  // Never more than it took last.
  [[nodiscard]] std::size_t kept_back() const noexcept { return kept_back_; }

  // Whether the kernel lacks some of what was taken, if only the end of it: try_send() without bytes
  // goes on with that.
  [[nodiscard]] bool unsent() const noexcept { return unsent_; }

  // True when try_send() without bytes would have something new to send.
  [[nodiscard]] bool wants_to_send() const noexcept { return wants_to_send_; }

 protected:
  // Kept here, because asking for them takes several calls a command.
  std::size_t kept_back_ = 0;  // the sender's
  bool unsent_ = false;        // the sender's
  std::atomic<bool> wants_to_send_{false};
};

}  // namespace redisconf

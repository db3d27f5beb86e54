// What the multiplexer's state machine sees of a network: bytes that go now or not. A simulation
// implements this and nothing else.
//
// Thread-safety: one thread sends while another one receives.
// Errors:        Fault (closed, tls): the wire is of no more use then.
#pragma once

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

  // How many of the bytes that try_send() took last have not reached the kernel, not even in part.
  // Never more than it took last.
  [[nodiscard]] virtual std::size_t kept_back() const noexcept = 0;

  // Whether the kernel lacks some of what was taken, if only the end of it: try_send() without bytes
  // goes on with that.
  [[nodiscard]] virtual bool unsent() const noexcept { return kept_back() > 0; }

  // True when try_send() without bytes would have something new to send.
  [[nodiscard]] virtual bool wants_to_send() noexcept = 0;

  // At least one byte, or 0 when none has come.
  [[nodiscard]] virtual std::size_t try_receive(std::span<char> buffer) = 0;
};

}  // namespace redisconf

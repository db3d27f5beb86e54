// Bytes to and from a server, without a client between: what a command answers is compared as it is.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::test {

using Command = std::vector<std::string>;

class RawConnection {
 public:
  // Owns the descriptor.
  explicit RawConnection(int descriptor) noexcept : descriptor_(descriptor) {}
  [[nodiscard]] static RawConnection to_port(int port);
  RawConnection(RawConnection&& other) noexcept;
  RawConnection& operator=(RawConnection&& other) noexcept;
  ~RawConnection();

  void send(const Command& command);
  void send(const std::vector<Command>& commands);

  // The bytes of the next so many replies, each by itself. Throws when they do not come within 10 s.
  [[nodiscard]] std::vector<std::string> receive(std::size_t replies);

  // What has arrived, without waiting.
  [[nodiscard]] std::string drain();

 private:
  void send_all(std::string_view bytes);
  [[nodiscard]] bool read_some(std::chrono::milliseconds wait);

  int descriptor_;
  std::string buffer_;
};

// A reply as a tree, for what is compared in parts.
struct RawReply {
  std::string head;  // its first line, or the bulk string that it announces
  std::vector<RawReply> elements;
};
[[nodiscard]] RawReply parse_reply(std::string_view bytes);

}  // namespace redisconf::test

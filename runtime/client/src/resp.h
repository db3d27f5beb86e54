// The Redis serialization protocol, version 2 (redis.io/docs/reference/protocol-spec): commands to
// bytes, bytes to replies. hiredis does both; it never sees a socket.
#pragma once

#include "redisconf/client/reply.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

struct redisReader;

namespace redisconf {

// One command as bytes. Wiped when destroyed, because commands carry passwords and values.
class EncodedCommand {
 public:
  explicit EncodedCommand(std::span<const std::string_view> arguments);
  EncodedCommand(const EncodedCommand&) = delete;
  EncodedCommand& operator=(const EncodedCommand&) = delete;
  ~EncodedCommand();

  [[nodiscard]] std::string_view bytes() const noexcept { return {bytes_, size_}; }

 private:
  char* bytes_ = nullptr;
  std::size_t size_ = 0;
};

// An error reply as it came: neither escaped nor masked.
struct ErrorReply {
  std::string text;
};

class ReplyReader {
 public:
  using Answer = std::variant<Reply, ErrorReply>;

  ReplyReader();

  void feed(std::string_view bytes);

  // The next whole reply; nothing while it is incomplete. Throws Fault (protocol) for bytes that
  // are none; the reader is of no use after that.
  [[nodiscard]] std::optional<Answer> next();

  // True between two replies: nothing was fed that next() has not given back.
  [[nodiscard]] bool drained() const noexcept;

 private:
  struct Free {
    void operator()(redisReader* reader) const noexcept;
  };

  std::unique_ptr<redisReader, Free> reader_;
};

}  // namespace redisconf

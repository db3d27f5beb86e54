// The Redis serialization protocol, version 2 (redis.io/docs/reference/protocol-spec): bytes to
// replies. hiredis parses; it never sees a socket, nor a length that was not checked.
#pragma once

#include "redisconf/client/reply.h"
#include "reply_guard.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

struct redisReader;

namespace redisconf {

// An error reply as it came: neither escaped nor masked.
struct ErrorReply {
  std::string text;
};

class ReplyReader {
 public:
  using Answer = std::variant<Reply, ErrorReply>;

  ReplyReader();

  // Throws Fault (protocol) for bytes that are no replies; the reader is of no use after that.
  void feed(std::string_view bytes);

  // Whether the next reply is whole; it stays the next until it is taken. Throws as feed() does.
  [[nodiscard]] bool has_next();

  // Take it: into what is there already, or as an element among others, where an error is one.
  void take(Answer& answer);
  [[nodiscard]] Reply take_element() noexcept;

  // The next whole reply, taken; nothing while it is incomplete. Throws as feed() does.
  [[nodiscard]] std::optional<Answer> next();

  // True between two replies: nothing was fed that was not taken.
  [[nodiscard]] bool drained() const noexcept;

 private:
  struct Free {
    void operator()(redisReader* reader) const noexcept;
  };

  ReplyGuard guard_;
  std::unique_ptr<Reply> root_;  // being built, then whole; never moves
  bool whole_ = false;
  std::unique_ptr<redisReader, Free> reader_;
};

}  // namespace redisconf

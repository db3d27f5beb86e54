// Builds replies while hiredis parses, instead of hiredis' own objects.
#pragma once

#include "redisconf/client/reply.h"

#include <string>

struct redisReplyObjectFunctions;

namespace redisconf {

class ReplyBuilder {
 public:
  // The reader's privdata must point to the reply that is to be built.
  [[nodiscard]] static redisReplyObjectFunctions* functions() noexcept;

  [[nodiscard]] static std::string take_text(Reply& reply) noexcept;

  // It was taken out, or never held bytes.
  [[nodiscard]] static bool is_spent(const Reply& reply) noexcept {
    return reply.text_.empty() && reply.elements_.empty();
  }

  // Of an error, as it came.
  [[nodiscard]] static const std::string& text(const Reply& reply) noexcept { return reply.text_; }

 private:
  struct Callbacks;
};

}  // namespace redisconf

// What a cluster's node says when a key is elsewhere (redis.io/docs, cluster specification, "Redirection
// and resharding").
//
// Thread-safety: may run concurrently. Errors: none.
#pragma once

#include "redisconf/config/nodes.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace redisconf {

struct Redirection {
  enum class Kind : std::uint8_t {
    moved,  // the slot is there from now on
    ask,    // this command alone goes there, behind ASKING
  };

  Kind kind = Kind::moved;
  std::uint16_t slot = 0;
  NodeAddress node;  // an empty host means that of the node which said so
};

// Of "MOVED 3999 127.0.0.1:6381" and "ASK 3999 [...]:6381"; nothing of other errors.
[[nodiscard]] std::optional<Redirection> parse_redirection(std::string_view error);

}  // namespace redisconf

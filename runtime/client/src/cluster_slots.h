// What CLUSTER SLOTS answers: who serves which slots (redis.io/commands/cluster-slots).
//
// Thread-safety: may run concurrently. Errors: none.
#pragma once

#include "redisconf/client/reply.h"
#include "redisconf/config/nodes.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace redisconf {

struct SlotRange {
  std::uint16_t first = 0;
  std::uint16_t last = 0;  // included
  NodeAddress primary;
  std::vector<NodeAddress> replicas;
};

// `asked` is the host that answered: nodes that do not know their own name mean it. Nothing when the reply
// is not of that form.
[[nodiscard]] std::optional<std::vector<SlotRange>> parse_cluster_slots(const Reply& reply,
                                                                        std::string_view asked);

}  // namespace redisconf

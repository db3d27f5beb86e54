// What Sentinels say of the servers that they watch, and a server of itself (redis.io/docs, "Sentinel
// clients guidelines").
//
// Thread-safety: may run concurrently. Errors: none.
#pragma once

#include "redisconf/client/reply.h"
#include "redisconf/config/nodes.h"

#include <optional>
#include <string_view>
#include <vector>

namespace redisconf {

// Of SENTINEL GET-MASTER-ADDR-BY-NAME; nothing when the name is not known there.
[[nodiscard]] std::optional<NodeAddress> parse_master_address(const Reply& reply);

// Of SENTINEL REPLICAS: those that are up and in touch with their primary.
[[nodiscard]] std::vector<NodeAddress> parse_replicas(const Reply& reply);

// Of INFO replication: min-replicas-to-write is 0. The field below is there only while it is not.
[[nodiscard]] bool takes_writes_alone(const Reply& reply);

// The first word of ROLE: "master", "slave", "sentinel"; empty when it is not of that form.
[[nodiscard]] std::string_view parse_role(const Reply& reply);

}  // namespace redisconf

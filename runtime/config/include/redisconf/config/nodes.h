// Servers that a configuration names beside connection.host, and the configuration of each of them.
#pragma once

#include <redisconf/config/export.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

class ServiceConfig;

struct NodeAddress {
  std::string host;
  int port = 0;

  friend bool operator==(const NodeAddress&, const NodeAddress&) = default;
};

// "a.example:26379,[::1]:26380", as sentinel.nodes has it; nothing when it is not of that form.
[[nodiscard]] REDISCONF_PUBLIC std::optional<std::vector<NodeAddress>> parse_nodes(std::string_view text);

// "a.example:26379", "[::1]:26380".
[[nodiscard]] REDISCONF_PUBLIC std::string text_of(const NodeAddress& node);

// The same configuration for one server of several: connection.host and connection.port are its own.
[[nodiscard]] REDISCONF_PUBLIC ServiceConfig at_node(const ServiceConfig& config, const NodeAddress& node);

// ... for a sentinel: user and password are those of the group `sentinel`, the database is 0.
[[nodiscard]] REDISCONF_PUBLIC ServiceConfig at_sentinel(const ServiceConfig& config,
                                                         const NodeAddress& node);

}  // namespace redisconf

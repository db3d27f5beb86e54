// The groups of the settings catalogue, in the order in which they are told.
#pragma once

#include <array>
#include <string_view>

namespace redisconf::table {

struct Group {
  std::string_view name;
  std::string_view summary;
};

inline constexpr std::array kGroups{
    Group{"connection", "Which server, and who we are to it"},
    Group{"tls", "Encryption, and how the server proves who it is"},
    Group{"timeouts", "How long each wait may last; nothing waits for ever"},
    Group{"pool", "How many connections a process keeps"},
    Group{"retry", "What happens after a failure that may be tried again"},
    Group{"circuit_breaker", "When calls stop knocking at a server that does not answer"},
    Group{"cluster", "Whether the server is one node or a Redis Cluster"},
    Group{"sentinel", "Who knows which server is the primary, where Redis Sentinel watches over several"},
    Group{"secrets", "Where secrets come from when no variable holds them"},
    Group{"monitoring", "What a service tells about Redis, and how often it looks"},
    Group{"fallback", "What stands in for Redis while it is away"},
};

}  // namespace redisconf::table

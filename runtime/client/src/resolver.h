// Names to addresses, within a deadline. getaddrinfo() has none of its own and blocks for 20 s and
// more when the name server is silent, so it runs in a thread that the caller can leave behind.
#pragma once

#include "redisconf/client/deadline.h"

#include <sys/socket.h>

#include <string>
#include <vector>

namespace redisconf {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

// In the order in which to try them (RFC 6724), at least one. Throws Fault: `resolve` when there is
// none, `timeout` when the answer does not come in time.
[[nodiscard]] std::vector<SocketAddress> resolve(const std::string& host, int port, Deadline deadline);

}  // namespace redisconf

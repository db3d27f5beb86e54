// Names to addresses, within a deadline. getaddrinfo() has none of its own and blocks for 20 s and
// more when the name server is silent, so it runs in a thread that the caller can leave behind.
#pragma once

#include "redisconf/client/deadline.h"
#include "socket_address.h"

#include <string>
#include <vector>

namespace redisconf {

// In the order in which to try them (RFC 6724, families by turns), at least one; asked anew each time. Throws
// Fault: `resolve` when there is none, `timeout` when the answer does not come in time.
[[nodiscard]] std::vector<SocketAddress> resolve(const std::string& host, int port, Deadline deadline);

}  // namespace redisconf

// Why no connection came about, in words that lead to the fix.
#pragma once

#include "fault.h"
#include "socket_address.h"

namespace redisconf {

// `error` is an errno of socket() or connect(). The fix is empty where host and port are the suspects.
[[nodiscard]] Fault connect_fault(int error, const SocketAddress& address);

}  // namespace redisconf

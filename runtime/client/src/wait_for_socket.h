// Thread-safety: may run concurrently. Errors: none; the next call on the socket tells.
#pragma once

#include "redisconf/client/deadline.h"

namespace redisconf {

// Returns when the descriptor is ready for one of the events (POLLIN, POLLOUT), when it has failed,
// or at the deadline.
void wait_for_socket(int descriptor, short events, Deadline deadline) noexcept;

}  // namespace redisconf

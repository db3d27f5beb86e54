// A connection to a memory:// server. Thread-safety: may run concurrently. Errors: Fault.
#pragma once

#include "redisconf/client/memory_endpoint.h"
#include "socket.h"

#include <string_view>

namespace redisconf {

[[nodiscard]] Socket connect_to_memory(std::string_view name);

}  // namespace redisconf

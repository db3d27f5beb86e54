// How memory:// endpoints are reached: through servers inside this process, which redisconf::testing has.
// A program that does not link that library can't connect to one, and is told so.
//
// Thread-safety: may run concurrently. Errors: none of its own.
#pragma once

#include <redisconf/config/export.h>

#include <string>

namespace redisconf REDISCONF_PUBLIC {

// Connects to the server of that name and gives the descriptor of a stream socket that does not block,
// which is the client's from then on. What it throws is the cause of the failed dial.
using MemoryConnector = int (*)(const std::string& name);

// Gives the one before; null is none.
REDISCONF_PUBLIC MemoryConnector set_memory_connector(MemoryConnector connector) noexcept;

}  // namespace redisconf

// The servers of this process by name; the client's way to them.
//
// Thread-safety: may run concurrently. Errors: as those of Server; std::runtime_error in a forked child.
#pragma once

#include "memory/server.h"

#include <memory>
#include <string>

namespace redisconf::testing::memory {

// Makes it when there is none, and keeps it.
[[nodiscard]] std::shared_ptr<Server> server_named(const std::string& name);

// One that its owner keeps: under a name that nobody else has, until the last copy goes.
struct OwnServer {
  std::string name;
  std::shared_ptr<Server> server;
};
[[nodiscard]] OwnServer make_own_server();

}  // namespace redisconf::testing::memory

// Part of every program that links the library, which asks the linker for it by this name: the client
// knows memory:// even if nothing else of the library is used.
extern "C" __attribute__((visibility("default"))) const bool redisconf_memory_is_linked;

// The library `struct` as scripts of Redis have it (Lua struct 0.2 by R. Ierusalimschy): pack, unpack, size.
// Without alignment (!), f and d.
//
// Thread-safety: none. Errors: of Lua.
#pragma once

#include <lua.hpp>

namespace redisconf::testing::memory {

void add_struct_library(lua_State* lua);  // as the global `struct`

}  // namespace redisconf::testing::memory

// Values between Lua and Redis, by the rules of redis.io/docs/interact/programmability/lua-api
// ("Data type conversion"), of RESP2.
//
// Thread-safety: none. Errors: of Lua when it has no memory.
#pragma once

#include "memory/answer.h"

#include <lua.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace redisconf::testing::memory {

// Text or number at that place of the stack.
[[nodiscard]] std::optional<std::string> argument_text(lua_State* lua, int at);

void push_answer(lua_State* lua, const Answer& answer);
void push_error(lua_State* lua, std::string_view text);  // {err = text}

// Takes the value from the top of the stack.
[[nodiscard]] Answer take_answer(lua_State* lua);

// Of the table on top of the stack: text or number; nothing when it is another thing.
[[nodiscard]] std::optional<std::string> text_field(lua_State* lua, const char* name);

}  // namespace redisconf::testing::memory

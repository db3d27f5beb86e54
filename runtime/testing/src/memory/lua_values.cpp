#include "memory/lua_values.h"

#include "memory/numbers.h"

#include <limits>

namespace redisconf::testing::memory {
namespace {

constexpr int kRoomForOne = 4;

void set_text(lua_State* lua, const char* field, std::string_view text) {
  lua_newtable(lua);
  lua_pushlstring(lua, text.data(), text.size());
  lua_setfield(lua, -2, field);
}

void push_elements(lua_State* lua, const Answer& answer) {
  lua_createtable(lua, static_cast<int>(answer.elements.size()), 0);
  int at = 0;
  for (const Answer& element : answer.elements) {
    push_answer(lua, element);
    lua_rawseti(lua, -2, ++at);
  }
}

// What a cast makes of numbers that do not fit is undefined; Redis on x86 gives the least.
long long whole(lua_Number number) noexcept {
  constexpr lua_Number kLimit = 9223372036854775808.0;
  if (number >= -kLimit && number < kLimit) return static_cast<long long>(number);
  return std::numeric_limits<long long>::min();
}

Answer take_table(lua_State* lua) {
  if (auto error = text_field(lua, "err")) return Answer::error(*error);
  if (auto status = text_field(lua, "ok")) return Answer::status(*status);
  lua_getfield(lua, -1, "double");
  const bool is_double = lua_type(lua, -1) == LUA_TNUMBER;
  const lua_Number number = lua_tonumber(lua, -1);
  lua_pop(lua, 1);
  if (is_double) return Answer::bulk(format_double(number));
  Answer answer = Answer::array();
  for (int at = 1;; ++at) {
    lua_rawgeti(lua, -1, at);
    if (lua_isnil(lua, -1)) break;
    answer.elements.push_back(take_answer(lua));
  }
  lua_pop(lua, 1);
  return answer;
}

Answer answer_on_top(lua_State* lua) {
  switch (lua_type(lua, -1)) {
    case LUA_TSTRING:
      return Answer::bulk({lua_tostring(lua, -1), lua_objlen(lua, -1)});
    case LUA_TNUMBER:
      return Answer::integer(whole(lua_tonumber(lua, -1)));
    case LUA_TBOOLEAN:
      return lua_toboolean(lua, -1) != 0 ? Answer::integer(1) : Answer::nil();
    case LUA_TTABLE:
      if (lua_checkstack(lua, kRoomForOne) == 0) return Answer::error("ERR reached lua stack limit");
      return take_table(lua);
    default:
      return Answer::nil();
  }
}

}  // namespace

std::optional<std::string> argument_text(lua_State* lua, int at) {
  if (lua_type(lua, at) == LUA_TNUMBER) return format_double(lua_tonumber(lua, at));
  if (lua_type(lua, at) != LUA_TSTRING) return std::nullopt;
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, at, &size);
  return std::string(text, size);
}

void push_error(lua_State* lua, std::string_view text) { set_text(lua, "err", text); }

void push_answer(lua_State* lua, const Answer& answer) {
  luaL_checkstack(lua, kRoomForOne, "a reply is nested too deeply");
  switch (answer.kind) {
    case Answer::Kind::integer:
      lua_pushnumber(lua, static_cast<lua_Number>(answer.number));
      return;
    case Answer::Kind::bulk:
      lua_pushlstring(lua, answer.text.data(), answer.text.size());
      return;
    case Answer::Kind::status:
      return set_text(lua, "ok", answer.text);
    case Answer::Kind::error:
      return push_error(lua, answer.text);
    case Answer::Kind::array:
    case Answer::Kind::many:
      return push_elements(lua, answer);
    case Answer::Kind::none:
    case Answer::Kind::nil:
    case Answer::Kind::nil_array:
      lua_pushboolean(lua, 0);
      return;
  }
}

Answer take_answer(lua_State* lua) {
  Answer answer = answer_on_top(lua);
  lua_pop(lua, 1);
  return answer;
}

std::optional<std::string> text_field(lua_State* lua, const char* name) {
  lua_getfield(lua, -1, name);
  const int type = lua_type(lua, -1);
  std::optional<std::string> text;
  if (type == LUA_TSTRING || type == LUA_TNUMBER) {
    std::size_t size = 0;
    const char* const bytes = lua_tolstring(lua, -1, &size);
    text.emplace(bytes, size);
  }
  lua_pop(lua, 1);
  return text;
}

}  // namespace redisconf::testing::memory

// Scripts on stock Lua 5.1. Functions that Lua calls raise errors only where nothing has a destructor,
// because lua_error() jumps.
#include "memory/interpreter.h"
#include "memory/lua_struct.h"
#include "memory/lua_values.h"
#include "memory/numbers.h"
#include "redisconf/client/script.h"

#include <lua.hpp>

#include <array>
#include <chrono>
#include <new>
#include <string_view>

namespace redisconf::testing::memory {

struct Interpreter::State {
  lua_State* lua = nullptr;
};

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kChunk = "@user_script";
constexpr std::chrono::seconds kLongestRun{5};
constexpr int kLookEvery = 100'000;  // instructions

// What a function that Lua calls needs: the run that goes on, and when that must end.
struct Running {
  const ScriptRun* script = nullptr;
  Clock::time_point end{};
};

char key_of_running;

Running*& running(lua_State* lua) {
  lua_pushlightuserdata(lua, &key_of_running);
  lua_rawget(lua, LUA_REGISTRYINDEX);
  auto*& slot = *static_cast<Running**>(lua_touserdata(lua, -1));
  lua_pop(lua, 1);
  return slot;
}

// redis.call and redis.pcall: leaves a value, or an error's table, and tells which.
bool call_redis(lua_State* lua) {
  std::vector<std::string> arguments;
  const int count = lua_gettop(lua);
  for (int at = 1; at <= count; ++at) {
    auto argument = argument_text(lua, at);
    if (!argument) {
      push_error(lua, "ERR Lua redis lib command arguments must be strings or integers");
      return false;
    }
    arguments.push_back(std::move(*argument));
  }
  if (arguments.empty()) {
    push_error(lua, "ERR Please specify at least one argument for this redis lib call");
    return false;
  }
  const Answer answer = running(lua)->script->call(arguments);
  push_answer(lua, answer);
  return answer.kind != Answer::Kind::error;
}

int redis_call(lua_State* lua) {
  if (call_redis(lua)) return 1;
  return lua_error(lua);
}

int redis_pcall(lua_State* lua) {
  static_cast<void>(call_redis(lua));
  return 1;
}

// A table of one field, of the one string that it was given.
int reply_of(lua_State* lua, const char* field) {
  if (lua_gettop(lua) != 1 || lua_type(lua, 1) != LUA_TSTRING) {
    push_error(lua, "ERR wrong number or type of arguments");
    return 1;
  }
  lua_newtable(lua);
  lua_pushvalue(lua, 1);
  lua_setfield(lua, -2, field);
  return 1;
}

int redis_status_reply(lua_State* lua) { return reply_of(lua, "ok"); }

// One word is no code: such an error gets ERR.
int redis_error_reply(lua_State* lua) {
  if (lua_gettop(lua) != 1 || lua_type(lua, 1) != LUA_TSTRING) return reply_of(lua, "err");
  const char* text = lua_tostring(lua, 1);
  if (*text == '-') ++text;
  const bool has_code = std::string_view(text).find(' ') != std::string_view::npos;
  lua_newtable(lua);
  lua_pushfstring(lua, has_code ? "%s" : "ERR %s", text);
  lua_setfield(lua, -2, "err");
  return 1;
}

void push_sha1(lua_State* lua) {
  std::size_t size = 0;
  const char* const text = lua_tolstring(lua, 1, &size);
  const redisconf::Script script(std::string(text == nullptr ? "" : text, size));
  lua_pushlstring(lua, script.sha1().data(), script.sha1().size());
}

int redis_sha1hex(lua_State* lua) {
  if (lua_gettop(lua) != 1) {
    push_error(lua, "ERR wrong number of arguments");
    return lua_error(lua);
  }
  push_sha1(lua);
  return 1;
}

// redis.log has nowhere to write to, redis.replicate_commands nothing to replicate.
int redis_nothing(lua_State*) { return 0; }

int unknown_global(lua_State* lua) {
  const char* const name = luaL_checkstring(lua, 2);
  for (const std::string_view library : {"cjson", "cmsgpack", "bit"}) {
    if (library == name) return luaL_error(lua, "memory:// does not support '%s' in scripts", name);
  }
  return luaL_error(lua, "Script attempted to access nonexistent global variable '%s'", name);
}

// The error of redis.call is a table; a script's own pcall() gets its text.
int plain_pcall(lua_State* lua) {
  luaL_checkany(lua, 1);
  if (lua_pcall(lua, lua_gettop(lua) - 1, LUA_MULTRET, 0) == 0) {
    lua_pushboolean(lua, 1);
    lua_insert(lua, 1);
    return lua_gettop(lua);
  }
  if (lua_istable(lua, -1)) {
    lua_getfield(lua, -1, "err");
    if (lua_isstring(lua, -1) == 0) lua_pop(lua, 1);
  }
  lua_pushboolean(lua, 0);
  lua_insert(lua, -2);
  return 2;
}

int read_only(lua_State* lua) { return luaL_error(lua, "Attempt to modify a readonly table"); }

void stop_long_run(lua_State* lua, lua_Debug*) {
  if (Clock::now() > running(lua)->end) luaL_error(lua, "memory:// stops a script after 5 s");
}

// Adds where it happened to an error, as Redis's own handler does.
int with_place(lua_State* lua) {
  lua_Debug where{};
  bool found = lua_getstack(lua, 1, &where) == 1 && lua_getinfo(lua, "nSl", &where) != 0;
  if (found && *where.what == 'C')
    found = lua_getstack(lua, 2, &where) == 1 && lua_getinfo(lua, "nSl", &where) != 0;
  if (!lua_istable(lua, 1)) {
    lua_newtable(lua);
    const char* const text = lua_tostring(lua, 1);
    lua_pushfstring(lua, "ERR %s", text == nullptr ? luaL_typename(lua, 1) : text);
    lua_setfield(lua, -2, "err");
    lua_replace(lua, 1);
  }
  if (!found) return 1;
  lua_pushstring(lua, where.source);
  lua_setfield(lua, 1, "source");
  lua_pushinteger(lua, where.currentline);
  lua_setfield(lua, 1, "line");
  return 1;
}

// Puts a proxy in place of the table on top: all can be read, nothing written; `missing` may be null.
void make_read_only(lua_State* lua, lua_CFunction missing) {
  lua_newtable(lua);  // the proxy
  lua_newtable(lua);  // its metatable
  lua_pushcfunction(lua, read_only);
  lua_setfield(lua, -2, "__newindex");
  lua_pushboolean(lua, 0);
  lua_setfield(lua, -2, "__metatable");
  lua_pushvalue(lua, -3);
  if (missing != nullptr) {
    lua_newtable(lua);
    lua_pushcfunction(lua, missing);
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, -2);
  }
  lua_setfield(lua, -2, "__index");
  lua_setmetatable(lua, -2);
  lua_remove(lua, -2);
}

void open_libraries(lua_State* lua) {
  for (const luaL_Reg& library :
       {luaL_Reg{"", luaopen_base}, luaL_Reg{LUA_TABLIBNAME, luaopen_table},
        luaL_Reg{LUA_STRLIBNAME, luaopen_string}, luaL_Reg{LUA_MATHLIBNAME, luaopen_math}}) {
    lua_pushcfunction(lua, library.func);
    lua_pushstring(lua, library.name);
    lua_call(lua, 1, 0);
  }
  lua_pushcfunction(lua, plain_pcall);
  lua_setglobal(lua, "pcall");
  // What reaches out of the sandbox, or writes to the program's output.
  for (const char* const name :
       {"print", "dofile", "loadfile", "newproxy", "getfenv", "setfenv", "require", "module", "package"}) {
    lua_pushnil(lua);
    lua_setglobal(lua, name);
  }
}

void add_redis(lua_State* lua) {
  lua_newtable(lua);
  for (const luaL_Reg& function :
       {luaL_Reg{"call", redis_call}, luaL_Reg{"pcall", redis_pcall},
        luaL_Reg{"error_reply", redis_error_reply}, luaL_Reg{"status_reply", redis_status_reply},
        luaL_Reg{"sha1hex", redis_sha1hex}, luaL_Reg{"log", redis_nothing},
        luaL_Reg{"replicate_commands", redis_nothing}}) {
    lua_pushcfunction(lua, function.func);
    lua_setfield(lua, -2, function.name);
  }
  int level = 0;
  for (const char* const name : {"LOG_DEBUG", "LOG_VERBOSE", "LOG_NOTICE", "LOG_WARNING"}) {
    lua_pushinteger(lua, level++);
    lua_setfield(lua, -2, name);
  }
  make_read_only(lua, nullptr);
  lua_setglobal(lua, "redis");
}

// The real globals stay where no script can write; the scripts' own environment is their proxy.
void add_environment(lua_State* lua) {
  for (const char* const name : {LUA_TABLIBNAME, LUA_STRLIBNAME, LUA_MATHLIBNAME, "coroutine", "struct"}) {
    lua_getglobal(lua, name);
    make_read_only(lua, nullptr);
    lua_setglobal(lua, name);
  }
  lua_pushvalue(lua, LUA_GLOBALSINDEX);
  make_read_only(lua, unknown_global);
  lua_pushvalue(lua, -1);
  lua_setglobal(lua, "_G");
  lua_setfield(lua, LUA_REGISTRYINDEX, "redisconf.environment");
}

int set_up(lua_State* lua) {
  lua_pushlightuserdata(lua, &key_of_running);
  *static_cast<Running**>(lua_newuserdata(lua, sizeof(void*))) = nullptr;
  lua_rawset(lua, LUA_REGISTRYINDEX);
  open_libraries(lua);
  add_struct_library(lua);
  add_redis(lua);
  add_environment(lua);
  return 0;
}

// The first line of "#!lua" is Redis's own; its line stays, so that others keep their numbers.
std::string_view without_shebang(const std::string& source) {
  if (!source.starts_with("#!")) return source;
  const auto end = source.find('\n');
  if (source.substr(0, end) != "#!lua")
    throw CommandError("ERR memory:// does not support flags and engines of scripts, but for '#!lua'");
  return end == std::string::npos ? std::string_view() : std::string_view(source).substr(end);
}

void compile(lua_State* lua, const std::string& source) {
  const std::string_view text = without_shebang(source);
  if (luaL_loadbuffer(lua, text.data(), text.size(), kChunk) == 0) {
    lua_getfield(lua, LUA_REGISTRYINDEX, "redisconf.environment");
    lua_setfenv(lua, -2);
    return;
  }
  const std::string error = lua_tostring(lua, -1);
  lua_settop(lua, 0);
  throw CommandError("ERR Error compiling script (new function): " + error);
}

void set_global(lua_State* lua, const char* name, const std::vector<std::string>& texts) {
  lua_createtable(lua, static_cast<int>(texts.size()), 0);
  for (std::size_t at = 0; at < texts.size(); ++at) {
    lua_pushlstring(lua, texts[at].data(), texts[at].size());
    lua_rawseti(lua, -2, static_cast<int>(at) + 1);
  }
  lua_setglobal(lua, name);
}

// Of the error's table on top of the stack.
std::string error_text(lua_State* lua, const std::string& sha1) {
  std::string text = text_field(lua, "err").value_or("ERR unknown error");
  const auto source = text_field(lua, "source");
  const auto line = text_field(lua, "line");
  if (!source || !line) return text;
  return text + " script: " + sha1 + ", on " + *source + ":" + *line + ".";
}

}  // namespace

Interpreter::Interpreter() : state_(std::make_unique<State>()) {
  state_->lua = luaL_newstate();
  if (state_->lua == nullptr || lua_cpcall(state_->lua, set_up, nullptr) != 0) throw std::bad_alloc();
}

Interpreter::~Interpreter() { lua_close(state_->lua); }

void Interpreter::check(const std::string& source) {
  compile(state_->lua, source);
  lua_settop(state_->lua, 0);
}

Answer Interpreter::run(const ScriptRun& script) {
  lua_State* const lua = state_->lua;
  lua_pushcfunction(lua, with_place);
  compile(lua, script.source);
  set_global(lua, "KEYS", script.keys);
  set_global(lua, "ARGV", script.arguments);
  Running now{&script, Clock::now() + kLongestRun};
  running(lua) = &now;
  lua_sethook(lua, stop_long_run, LUA_MASKCOUNT, kLookEvery);
  const int failed = lua_pcall(lua, 0, 1, 1);
  lua_sethook(lua, nullptr, 0, 0);
  Answer answer = failed != 0 ? Answer::error(error_text(lua, script.sha1)) : take_answer(lua);
  lua_settop(lua, 0);
  lua_gc(lua, LUA_GCSTEP, 1);
  return answer;
}

}  // namespace redisconf::testing::memory

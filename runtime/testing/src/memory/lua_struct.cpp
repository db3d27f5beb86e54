// Errors of Lua jump: nothing here has a destructor.
#include "memory/lua_struct.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace redisconf::testing::memory {
namespace {

constexpr std::size_t kMostBytes = 32;  // of an integer, as the library allows
constexpr std::size_t kUsedBytes = sizeof(std::uint64_t);

struct Option {
  char kind = '\0';
  std::size_t size = 0;
};

// The format's next option; < > and = change the order of bytes and are none.
struct Format {
  const char* at;
  bool little = std::endian::native == std::endian::little;
};

std::size_t read_size(const char*& at, std::size_t standard) {
  if (*at < '0' || *at > '9') return standard;
  std::size_t size = 0;
  while (*at >= '0' && *at <= '9') size = size * 10 + static_cast<std::size_t>(*at++ - '0');
  return size;
}

std::size_t size_of(lua_State* lua, const char*& at, char kind) {
  switch (kind) {
    case 'b':
    case 'B':
    case 'x':
      return 1;
    case 'h':
    case 'H':
      return sizeof(short);
    case 'l':
    case 'L':
    case 'T':
      return sizeof(long);
    case 'c':
      return read_size(at, 1);
    case 's':
      return 0;
    case 'i':
    case 'I': {
      const std::size_t size = read_size(at, sizeof(int));
      if (size < 1 || size > kMostBytes)
        luaL_error(lua, "integral size %d is larger than limit of %d", static_cast<int>(size),
                   static_cast<int>(kMostBytes));
      return size;
    }
    default:
      luaL_argerror(lua, 1, lua_pushfstring(lua, "invalid format option '%c'", kind));
      return 0;
  }
}

bool next_option(lua_State* lua, Format& format, Option& option) {
  for (; *format.at == '<' || *format.at == '>' || *format.at == '=' || *format.at == ' '; ++format.at) {
    if (*format.at == '=') format.little = std::endian::native == std::endian::little;
    if (*format.at == '<') format.little = true;
    if (*format.at == '>') format.little = false;
  }
  if (*format.at == '\0') return false;
  option.kind = *format.at++;
  option.size = size_of(lua, format.at, option.kind);
  return true;
}

bool is_signed(char kind) noexcept { return kind == 'b' || kind == 'h' || kind == 'i' || kind == 'l'; }

std::uint64_t bits_of(lua_Number number) noexcept {
  return number < 0 ? static_cast<std::uint64_t>(static_cast<std::int64_t>(number))
                    : static_cast<std::uint64_t>(number);
}

void add_integer(luaL_Buffer& buffer, lua_Number number, const Option& option, bool little) {
  std::uint64_t bits = bits_of(number);
  std::array<char, kMostBytes> bytes{};
  for (std::size_t place = 0; place < option.size; ++place) {
    bytes[little ? place : option.size - 1 - place] = static_cast<char>(bits & 0xFFU);
    bits >>= 8U;
  }
  luaL_addlstring(&buffer, bytes.data(), option.size);
}

lua_Number read_integer(const char* bytes, const Option& option, bool little) noexcept {
  std::uint64_t bits = 0;
  for (std::size_t place = 0; place < option.size; ++place) {
    const std::size_t at = little ? option.size - 1 - place : place;
    bits = (bits << 8U) | static_cast<unsigned char>(bytes[at]);
  }
  if (!is_signed(option.kind)) return static_cast<lua_Number>(bits);
  if (option.size > 0 && option.size < kUsedBytes) {
    const std::uint64_t sign = std::uint64_t{1} << (option.size * 8 - 1);
    bits = (bits ^ sign) - sign;
  }
  return static_cast<lua_Number>(static_cast<std::int64_t>(bits));
}

void add_text(lua_State* lua, luaL_Buffer& buffer, int argument, const Option& option) {
  std::size_t length = 0;
  const char* const text = luaL_checklstring(lua, argument, &length);
  const std::size_t wanted = option.kind == 's' || option.size == 0 ? length : option.size;
  luaL_argcheck(lua, length >= wanted, argument, "string too short");
  luaL_addlstring(&buffer, text, wanted);
  if (option.kind == 's') luaL_addchar(&buffer, '\0');
}

int pack(lua_State* lua) {
  Format format{luaL_checkstring(lua, 1)};
  Option option;
  luaL_Buffer buffer;
  luaL_buffinit(lua, &buffer);
  int argument = 2;
  while (next_option(lua, format, option)) {
    if (option.kind == 'x') {
      luaL_addchar(&buffer, '\0');
    } else if (option.kind == 's' || option.kind == 'c') {
      add_text(lua, buffer, argument++, option);
    } else {
      add_integer(buffer, luaL_checknumber(lua, argument++), option, format.little);
    }
  }
  luaL_pushresult(&buffer);
  return 1;
}

// Pushes the text at `at` and gives how many bytes it took.
std::size_t push_text(lua_State* lua, const char* at, std::size_t left, const Option& option) {
  if (option.kind == 's') {
    const void* const end = std::memchr(at, '\0', left);
    if (end == nullptr) luaL_error(lua, "unfinished string in data");
    const auto length = static_cast<std::size_t>(static_cast<const char*>(end) - at);
    lua_pushlstring(lua, at, length);
    return length + 1;
  }
  std::size_t length = option.size;
  if (length == 0) {  // as long as the number before it says, whose place it takes
    if (lua_isnumber(lua, -1) == 0) luaL_error(lua, "format 'c0' needs a previous size");
    length = static_cast<std::size_t>(lua_tonumber(lua, -1));
    lua_pop(lua, 1);
    luaL_argcheck(lua, length <= left, 2, "data string too short");
  }
  lua_pushlstring(lua, at, length);
  return length;
}

int unpack(lua_State* lua) {
  Format format{luaL_checkstring(lua, 1)};
  std::size_t size = 0;
  const char* const data = luaL_checklstring(lua, 2, &size);
  auto at = static_cast<std::size_t>(luaL_optinteger(lua, 3, 1));  // below 0: far beyond the end
  luaL_argcheck(lua, at > 0, 3, "offset must be 1 or greater");
  --at;
  lua_settop(lua, 2);
  Option option;
  while (next_option(lua, format, option)) {
    luaL_argcheck(lua, option.size <= size && at <= size - option.size, 2, "data string too short");
    luaL_checkstack(lua, 2, "too many results");
    if (option.kind == 's' || option.kind == 'c') {
      at += push_text(lua, data + at, size - at, option);
      continue;
    }
    if (option.kind != 'x') lua_pushnumber(lua, read_integer(data + at, option, format.little));
    at += option.size;
  }
  lua_pushinteger(lua, static_cast<lua_Integer>(at) + 1);
  return lua_gettop(lua) - 2;
}

int size(lua_State* lua) {
  Format format{luaL_checkstring(lua, 1)};
  Option option;
  std::size_t sum = 0;
  while (next_option(lua, format, option)) {
    luaL_argcheck(lua, option.kind != 's', 1, "variable-size format for option 's'");
    luaL_argcheck(lua, option.kind != 'c' || option.size > 0, 1, "variable-length format");
    sum += option.size;
  }
  lua_pushinteger(lua, static_cast<lua_Integer>(sum));
  return 1;
}

}  // namespace

void add_struct_library(lua_State* lua) {
  lua_newtable(lua);
  lua_pushcfunction(lua, pack);
  lua_setfield(lua, -2, "pack");
  lua_pushcfunction(lua, unpack);
  lua_setfield(lua, -2, "unpack");
  lua_pushcfunction(lua, size);
  lua_setfield(lua, -2, "size");
  lua_setglobal(lua, "struct");
}

}  // namespace redisconf::testing::memory

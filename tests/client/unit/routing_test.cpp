#include "routing.h"
#include "support/catch.h"

#include <initializer_list>
#include <string_view>

using redisconf::Route;
using redisconf::Trace;

namespace {

Route route(std::initializer_list<std::string_view> arguments) {
  return redisconf::route_of({arguments.begin(), arguments.size()});
}

}  // namespace

TEST_CASE("ordinary commands share a connection", "[client][routing]") {
  for (const std::string_view name :
       {"GET", "SET", "set", "INCR", "XADD", "EVAL", "EXPIRE", "MGET", "PING", ""}) {
    CHECK(route({name, "key"}) == Route::shared);
  }
  CHECK(route({"XREAD", "STREAMS", "BLOCK", "0"}) == Route::shared);
  CHECK(route({"CLIENT", "GETNAME"}) == Route::shared);
  CHECK(route({"CLIENT"}) == Route::shared);
}

TEST_CASE("commands that block have a connection of their own", "[client][routing]") {
  for (const std::string_view name : {"BLPOP", "brpop", "BLMOVE", "BZPOPMIN", "WAIT"}) {
    CHECK(route({name, "key"}) == Route::dedicated);
  }
  CHECK(route({"XREAD", "COUNT", "1", "block", "0", "STREAMS", "s", "$"}) == Route::dedicated);
  CHECK(route({"XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "s", ">"}) == Route::dedicated);
}

TEST_CASE("commands that change their connection are refused on a shared one", "[client][routing]") {
  for (const std::string_view name :
       {"SELECT", "MULTI", "exec", "WATCH", "SUBSCRIBE", "AUTH", "HELLO", "RESET", "QUIT", "MONITOR"}) {
    CHECK(route({name, "x"}) == Route::refused);
  }
  CHECK(route({"CLIENT", "reply", "OFF"}) == Route::refused);
}

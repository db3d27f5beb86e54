#include "command_table.h"
#include "support/catch.h"

#include <initializer_list>
#include <set>

using redisconf::command_id;
using redisconf::command_name;
using redisconf::kOtherCommand;

namespace {

bool idempotent(std::initializer_list<std::string_view> arguments) {
  return redisconf::is_idempotent(std::span(arguments.begin(), arguments.size()));
}

}  // namespace

TEST_CASE("each command is found under its name, in any case", "[client][command_table]") {
  std::set<std::string_view> names;
  for (std::size_t id = 1; id < redisconf::command_count(); ++id) {
    const auto name = command_name(static_cast<redisconf::CommandId>(id));
    CHECK(command_id(name) == id);
    names.insert(name);
  }
  CHECK(names.size() == redisconf::command_count() - 1);
  CHECK(command_name(command_id("get")) == "GET");
  CHECK(command_name(command_id("hGetAll")) == "HGETALL");
}

TEST_CASE("an unknown command is another one", "[client][command_table]") {
  for (const auto* const name :
       {"", "GE", "GETT", "JSON.GET", "a very long name that no command of Redis has"}) {
    CHECK(command_id(name) == kOtherCommand);
  }
  CHECK(command_name(kOtherCommand) == "_OTHER");
}

TEST_CASE("reads may be sent twice", "[client][command_table]") {
  CHECK(idempotent({"GET", "k"}));
  CHECK(idempotent({"mget", "a", "b"}));
  CHECK(idempotent({"EXISTS", "k"}));
  CHECK(idempotent({"TTL", "k"}));
  CHECK(idempotent({"HGETALL", "k"}));
  CHECK(idempotent({"PING"}));
}

TEST_CASE("SET may be sent twice when it does not look at what is there", "[client][command_table]") {
  CHECK(idempotent({"SET", "k", "v"}));
  CHECK(idempotent({"SET", "k", "v", "PX", "100"}));
  CHECK(idempotent({"SET", "k", "v", "ex", "NX"}));  // NX is the seconds here: wrong, but no NX
  CHECK(idempotent({"SET", "k", "v", "KEEPTTL"}));
  CHECK_FALSE(idempotent({"SET", "k", "v", "NX"}));
  CHECK_FALSE(idempotent({"SET", "k", "v", "EX", "5", "xx"}));
  CHECK_FALSE(idempotent({"SET", "k", "v", "GET"}));
  CHECK_FALSE(idempotent({"SET", "k", "v", "IFEQ", "w"}));
  CHECK_FALSE(idempotent({"SET", "k"}));
}

TEST_CASE("a command whose second reply differs is sent once", "[client][command_table]") {
  for (const auto* const name :
       {"DEL", "INCR", "LPUSH", "SADD", "HSET", "GETDEL", "EVAL", "XADD", "PUBLISH"}) {
    CHECK_FALSE(idempotent({name, "k", "v"}));
  }
  CHECK(idempotent({"EXPIRE", "k", "10"}));
  CHECK_FALSE(idempotent({"EXPIRE", "k", "10", "GT"}));
}

TEST_CASE("containers are as their subcommand", "[client][command_table]") {
  CHECK(idempotent({"script", "load", "return 1"}));
  CHECK(idempotent({"CLUSTER", "SLOTS"}));
  CHECK_FALSE(idempotent({"SCRIPT", "FLUSH"}));
  CHECK_FALSE(idempotent({"CLUSTER", "FAILOVER"}));
  CHECK_FALSE(idempotent({"CONFIG", "SET", "a", "b"}));
  CHECK_FALSE(idempotent({"SCRIPT"}));
}

TEST_CASE("nothing and the unknown are sent once", "[client][command_table]") {
  CHECK_FALSE(idempotent({}));
  CHECK_FALSE(idempotent({"JSON.GET", "k"}));
}

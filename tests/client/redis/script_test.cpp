#include "redisconf/client/script.h"
#include "client/support/trial_config.h"
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>

#include <string>

using redisconf::Client;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::Script;
using redisconf::test::contains;
using redisconf::test::trial_config;
using redisconf::testing::RedisServer;

namespace {

long long calls_of(Client& client, const std::string& command) {
  const std::string stats = client.command({"INFO", "commandstats"}).as_string();
  const std::string field = "cmdstat_" + command + ":calls=";
  const auto found = stats.find(field);
  return found == std::string::npos ? 0 : std::stoll(stats.substr(found + field.size()));
}

}  // namespace

TEST_CASE("a script knows its sum as the server does", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  for (const char* const source : {"", "return 1", "return {KEYS, ARGV}"}) {
    const Script script(source);
    CHECK(client.command({"SCRIPT", "LOAD", source}).as_string() == script.sha1());
  }
}

TEST_CASE("a script gets its keys and arguments, and its text goes once", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  const Script script("return {#KEYS, KEYS[1] or '', #ARGV, ARGV[2] or ''}");
  for (int i = 0; i < 3; ++i) {
    const auto reply = client.eval(script, {"key"}, {"one", "two"});
    CHECK(reply.as_array().at(0).as_integer() == 1);
    CHECK(reply.as_array().at(1).as_string() == "key");
    CHECK(reply.as_array().at(2).as_integer() == 2);
    CHECK(reply.as_array().at(3).as_string() == "two");
  }
  CHECK(client.eval(script, {}).as_array().at(0).as_integer() == 0);
  CHECK(calls_of(client, "eval") == 1);
}

TEST_CASE("what a script throws reaches the caller, who is asked nothing again", "[client][redis]") {
  const RedisServer server;
  Client client(trial_config(server));
  const Script script("redis.call('INCR', 'runs'); return redis.error_reply('MINE went wrong')");
  const auto code = [&] {
    try {
      static_cast<void>(client.eval(script, {"runs"}));
    } catch (const RedisError& error) {
      CHECK(error.category() == ErrorCategory::server);
      return error.code();
    }
    return std::string("no error");
  };
  CHECK(code() == "MINE");
  CHECK(client.get("runs") == "1");
  try {
    static_cast<void>(client.eval(Script("this is no Lua"), {}));
    FAIL("no error");
  } catch (const RedisError& error) {
    CHECK_THAT(error.what(), contains("Error compiling script"));
  }
}

#include "server_error.h"
#include "support/catch.h"

#include <redisconf/client/errors.h>

#include <array>

using redisconf::describe_server_error;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::Stage;
using redisconf::test::contains;

namespace {

constexpr std::array<std::string_view, 1> kHidden{"hunter2"};

}  // namespace

TEST_CASE("a message names endpoint, stage, category, cause and fix", "[client][errors]") {
  RedisError::Details details;
  details.category = ErrorCategory::timeout;
  details.stage = Stage::connect;
  details.endpoint = "app:***@redis.example:6380/0";
  details.cause = "no answer in time";
  details.fix = "check the port";

  CHECK(std::string(RedisError(details).what()) ==
        "can't connect to Redis at app:***@redis.example:6380/0\n"
        "  stage: connect (timeout)\n"
        "  cause: no answer in time\n"
        "  fix:   check the port");
}

TEST_CASE("every category and stage has its name", "[client][errors]") {
  CHECK(redisconf::name_of(ErrorCategory::resolve) == "resolve");
  CHECK(redisconf::name_of(ErrorCategory::usage) == "usage");
  CHECK(redisconf::name_of(Stage::resolve) == "resolve");
  CHECK(redisconf::name_of(Stage::command) == "command");
}

TEST_CASE("replies about identity are of category auth, with the settings that help", "[client][errors]") {
  const auto wrong = describe_server_error("WRONGPASS invalid username-password pair", kHidden);
  CHECK(wrong.category == ErrorCategory::auth);
  CHECK(wrong.code == "WRONGPASS");
  CHECK_THAT(wrong.fix, contains("connection.password (REDIS_PASSWORD)") && contains("REDIS_PASSWORD_FILE"));

  CHECK(describe_server_error("NOAUTH Authentication required.", kHidden).category == ErrorCategory::auth);
  CHECK(describe_server_error("NOPERM this user has no permissions", kHidden).category ==
        ErrorCategory::auth);
}

TEST_CASE("all other error replies are of category server", "[client][errors]") {
  const auto error = describe_server_error("WRONGTYPE Operation against a key", kHidden);

  CHECK(error.category == ErrorCategory::server);
  CHECK(error.code == "WRONGTYPE");
  CHECK(error.cause == "the server said: WRONGTYPE Operation against a key");
}

TEST_CASE("a text without a code has none", "[client][errors]") {
  CHECK(redisconf::code_of("something else").empty());
  CHECK(redisconf::code_of("").empty());
  CHECK(redisconf::code_of(std::string(40, 'A')).empty());
}

TEST_CASE("what the server repeats of a command is not shown", "[client][errors]") {
  const auto unknown =
      describe_server_error("ERR unknown command 'FOO', with args beginning with: 'my-value' ", kHidden);
  CHECK(unknown.cause == "the server said: ERR unknown command 'FOO'");

  const auto repeated = describe_server_error("ERR bad token hunter2\r\nnext", kHidden);
  CHECK(repeated.cause == "the server said: ERR bad token ***\\x0d\\x0anext");
}

TEST_CASE("a server that was not reached is told from one that refuses", "[client][errors]") {
  using redisconf::is_unreachable;
  for (const auto category : {ErrorCategory::resolve, ErrorCategory::connect, ErrorCategory::timeout,
                              ErrorCategory::closed, ErrorCategory::unavailable}) {
    CHECK(is_unreachable(category));
  }
  for (const auto category : {ErrorCategory::tls, ErrorCategory::auth, ErrorCategory::protocol,
                              ErrorCategory::server, ErrorCategory::usage}) {
    CHECK_FALSE(is_unreachable(category));
  }
}

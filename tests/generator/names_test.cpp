#include "text/names.h"

#include "support/catch.h"

using namespace redisconf::compiler;

TEST_CASE("service names") {
  CHECK(is_service_name("auth"));
  CHECK(is_service_name("user-events_2"));
  CHECK(is_service_name(std::string(63, 'a')));
  for (const char* const name :
       {"", "Auth", "2auth", "-auth", "../x", "/etc", "a.b", "a b", "a\n", "\xC3\xA4"}) {
    INFO(name);
    CHECK_FALSE(is_service_name(name));
  }
  CHECK_FALSE(is_service_name(std::string(64, 'a')));
}

TEST_CASE("members have no hyphen") {
  CHECK(is_member_name("user_events"));
  CHECK_FALSE(is_member_name("user-events"));
}

TEST_CASE("names of variables and secrets") {
  CHECK(is_variable_name("REDIS_HOST"));
  CHECK(is_variable_name("_x1"));
  CHECK_FALSE(is_variable_name("1X"));
  CHECK_FALSE(is_variable_name("REDIS-HOST"));
  CHECK_FALSE(is_variable_name(""));
  CHECK(is_secret_name("redis-password.v2"));
  CHECK_FALSE(is_secret_name(".."));
  CHECK_FALSE(is_secret_name("a/b"));
  CHECK_FALSE(is_secret_name(""));
}

TEST_CASE("words that C++ has taken") {
  CHECK(is_reserved_word("class"));
  CHECK(is_reserved_word("xor_eq"));
  CHECK(is_reserved_word("co_await"));
  CHECK(is_reserved_word("linux"));
  CHECK_FALSE(is_reserved_word("auth"));
  CHECK(is_taken_namespace("std"));
  CHECK(is_taken_namespace("signal"));
  CHECK_FALSE(is_taken_namespace("auth"));
}

TEST_CASE("names in C++") {
  CHECK(identifier_of("user-events") == "user_events");
  CHECK(upper_case("user-events") == "USER_EVENTS");
  CHECK(pascal_case("report_format") == "ReportFormat");
  CHECK(pascal_case("eu-west_2") == "EuWest2");
}

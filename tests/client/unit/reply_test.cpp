#include "support/catch.h"

#include <redisconf/client/errors.h>
#include <redisconf/client/reply.h>

using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::Reply;

namespace {

template <class Read>
ErrorCategory category_of(const Read& read) {
  try {
    read();
  } catch (const RedisError& error) {
    return error.category();
  }
  FAIL("no error");
  return ErrorCategory::usage;
}

}  // namespace

TEST_CASE("a reply is read as what it is", "[client][reply]") {
  CHECK(Reply().is_nil());
  CHECK(Reply::string("a").as_string() == "a");
  CHECK(Reply::status("OK").as_string() == "OK");
  CHECK(Reply::integer(-3).as_integer() == -3);
  CHECK(Reply::array({Reply::integer(1), Reply()}).as_array().size() == 2);
}

TEST_CASE("an optional string is nothing when the reply is nil", "[client][reply]") {
  CHECK(Reply().as_optional_string() == std::nullopt);
  CHECK(Reply::string("").as_optional_string() == "");
}

TEST_CASE("a reply of another type is a protocol error", "[client][reply]") {
  CHECK(category_of([] { static_cast<void>(Reply::integer(1).as_string()); }) == ErrorCategory::protocol);
  CHECK(category_of([] { static_cast<void>(Reply::string("1").as_integer()); }) == ErrorCategory::protocol);
  CHECK(category_of([] { static_cast<void>(Reply().as_array()); }) == ErrorCategory::protocol);
  CHECK(category_of([] { static_cast<void>(Reply::integer(1).as_optional_string()); }) ==
        ErrorCategory::protocol);
}

TEST_CASE("an error inside an array is thrown when it is read", "[client][reply]") {
  const Reply reply = Reply::array({Reply::error("OOM command not allowed")});

  CHECK(category_of([&] { static_cast<void>(reply.as_array()[0].as_string()); }) == ErrorCategory::server);
}

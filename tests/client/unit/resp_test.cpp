#include "resp.h"
#include "command_encoder.h"
#include "fault.h"
#include "support/catch.h"

#include <array>

using redisconf::ByteBuffer;
using redisconf::encode_command;
using redisconf::ErrorReply;
using redisconf::Reply;
using redisconf::ReplyReader;

namespace {

std::string encoded(std::span<const std::string_view> arguments) {
  ByteBuffer buffer;
  encode_command(buffer, arguments);
  return std::string(buffer.view());
}

Reply only_reply(std::string_view bytes) {
  ReplyReader reader;
  reader.feed(bytes);
  auto answer = reader.next();
  REQUIRE(answer);
  REQUIRE(reader.drained());
  return std::get<Reply>(std::move(*answer));
}

}  // namespace

TEST_CASE("a command is an array of bulk strings, whatever its bytes", "[client][resp]") {
  const std::array<std::string_view, 3> arguments{"SET", std::string_view("a\0b", 3), ""};

  CHECK(encoded(arguments) == std::string_view("*3\r\n$3\r\nSET\r\n$3\r\na\0b\r\n$0\r\n\r\n", 28));
}

TEST_CASE("a percent sign is a byte like any other", "[client][resp]") {
  const std::array<std::string_view, 2> arguments{"ECHO", "%s%-n"};

  CHECK(encoded(arguments) == "*2\r\n$4\r\nECHO\r\n$5\r\n%s%-n\r\n");
}

TEST_CASE("replies of every type are read", "[client][resp]") {
  CHECK(only_reply("$-1\r\n").is_nil());
  CHECK(only_reply("+OK\r\n").as_string() == "OK");
  CHECK(only_reply(":42\r\n").as_integer() == 42);
  CHECK(only_reply(std::string_view("$3\r\na\0b\r\n", 9)).as_string() == std::string_view("a\0b", 3));
  const Reply array = only_reply("*2\r\n:1\r\n*1\r\n-ERR no\r\n");
  CHECK(array.as_array()[0].as_integer() == 1);
  CHECK(array.as_array()[1].as_array()[0].kind() == Reply::Kind::error);
}

TEST_CASE("an error reply stays apart from replies", "[client][resp]") {
  ReplyReader reader;
  reader.feed("-WRONGTYPE no\r\n");

  CHECK(std::get<ErrorReply>(*reader.next()).text == "WRONGTYPE no");
}

TEST_CASE("a reply that comes byte by byte is read once it is whole", "[client][resp]") {
  ReplyReader reader;
  for (const char byte : std::string_view("$5\r\nhello\r")) {
    reader.feed({&byte, 1});
    REQUIRE_FALSE(reader.next());
    REQUIRE_FALSE(reader.drained());
  }
  reader.feed("\n");

  CHECK(std::get<Reply>(*reader.next()).as_string() == "hello");
  CHECK(reader.drained());
}

TEST_CASE("bytes after a reply are noticed", "[client][resp]") {
  ReplyReader reader;
  reader.feed("+OK\r\n+unasked\r\n");
  REQUIRE(reader.next());

  CHECK_FALSE(reader.drained());
}

TEST_CASE("bytes that are no reply are a protocol fault", "[client][resp]") {
  ReplyReader reader;

  CHECK_THROWS_AS(reader.feed("HTTP/1.1 400 Bad Request\r\n"), redisconf::Fault);
}

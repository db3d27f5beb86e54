#include "escape.h"
#include "support/catch.h"

#include <array>

using redisconf::escaped;
using redisconf::masked;

TEST_CASE("line ends, escape codes and other than ASCII show as hexadecimal", "[client][escape]") {
  CHECK(escaped("a\r\nb") == "a\\x0d\\x0ab");
  CHECK(escaped("\x1b[31mred") == "\\x1b[31mred");
  CHECK(escaped("\xc3\xa4") == "\\xc3\\xa4");
  CHECK(escaped(std::string_view("\0", 1)) == "\\x00");
}

TEST_CASE("a backslash of the peer can't pose as an escape of ours", "[client][escape]") {
  CHECK(escaped("\\x0a") == "\\x5cx0a");
}

TEST_CASE("long text is cut, and never in the middle of an escape", "[client][escape]") {
  CHECK(escaped(std::string(300, 'a')) == std::string(200, 'a') + "...");
  CHECK(escaped("aaa\n", 5) == "aaa...");
  CHECK(escaped("aaaaa", 5) == "aaaaa");
}

TEST_CASE("hidden texts are masked wherever they stand", "[client][escape]") {
  const std::array<std::string_view, 2> hidden{"hunter2", "key:1"};

  CHECK(masked("ERR 'hunter2' of key:1, hunter2", hidden) == "ERR '***' of ***, ***");
}

TEST_CASE("hidden texts that would tear up words are left alone", "[client][escape]") {
  const std::array<std::string_view, 2> hidden{"", "in"};

  CHECK(masked("value is not an integer", hidden) == "value is not an integer");
}

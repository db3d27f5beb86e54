#include "utf8.h"

#include "support/catch.h"

#include <string>

using redisconf::printable_line;
using redisconf::starts_with_control;
using redisconf::utf8_length;

// RFC 3629, 4: the byte sequences that are UTF-8, each at its first and last.
TEST_CASE("characters of one to four bytes are told by their length", "[utf8]") {
  CHECK(utf8_length("\x7F") == 1);
  CHECK(utf8_length("\xC2\x80") == 2);
  CHECK(utf8_length("\xDF\xBF") == 2);
  CHECK(utf8_length("\xE0\xA0\x80") == 3);
  CHECK(utf8_length("\xED\x9F\xBF") == 3);
  CHECK(utf8_length("\xEF\xBF\xBF") == 3);
  CHECK(utf8_length("\xF0\x90\x80\x80") == 4);
  CHECK(utf8_length("\xF4\x8F\xBF\xBF") == 4);
}

TEST_CASE("cut, overlong and foreign sequences have no length", "[utf8]") {
  for (const char* const text :
       {"\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x9F\xBF", "\xE1\x80", "\xE1\x41\x80", "\xED\xA0\x80",
        "\xF0\x8F\xBF\xBF", "\xF1\x41\x80\x80", "\xF1\x80\x41\x80", "\xF1\x80\x80\x41", "\xF1\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80"}) {
    CHECK(utf8_length(text) == 0);
  }
}

TEST_CASE("control characters of ASCII and of Latin 1 are told", "[utf8]") {
  for (const char* const text : {"\x01", "\x1F", "\x7F", "\xC2\x80", "\xC2\x9F"})
    CHECK(starts_with_control(text));
  for (const char* const text : {"", " ", "~", "\xC2\xA0", "\xC2", "\xC2\x41", "\xC3\x80"}) {
    CHECK_FALSE(starts_with_control(text));
  }
}

TEST_CASE("a message is one line of text, whatever a tool printed", "[utf8]") {
  CHECK(printable_line("a\tb\r\nc  d\n") == "a b c d");
  CHECK(printable_line(" \n a") == "a");
  CHECK(printable_line("\x1B[1m\xFF\xC2\x85\xC3\xA4") == "?[1m??\xC3\xA4");
  CHECK(printable_line(" \r\n\t").empty());
  CHECK(printable_line("").empty());
}

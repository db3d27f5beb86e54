#include "text/utf8.h"

#include "support/catch.h"

using namespace redisconf::compiler;

TEST_CASE("lengths of UTF-8 sequences, at the borders of RFC 3629") {
  CHECK(utf8_length("a") == 1);
  CHECK(utf8_length("\x7F") == 1);
  CHECK(utf8_length("\xC2\x80") == 2);
  CHECK(utf8_length("\xE0\xA0\x80") == 3);
  CHECK(utf8_length("\xED\x9F\xBF") == 3);
  CHECK(utf8_length("\xEF\xBF\xBF") == 3);
  CHECK(utf8_length("\xF4\x8F\xBF\xBF") == 4);
  for (const char* const bad : {"", "\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\x80", "\xED\xA0\x80",
                                "\xF0\x8F\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
    CHECK(utf8_length(bad) == 0);
  }
}

TEST_CASE("faults are found with their place") {
  CHECK(find_text_fault("plain \xC3\xA4\ttext\r\nnext\n").fault == TextFault::none);
  CHECK(find_text_fault("").fault == TextFault::none);
  const FoundFault bidi = find_text_fault("ab\xE2\x81\xA6");
  CHECK(bidi.fault == TextFault::bidi_control);
  CHECK(bidi.offset == 2);
  CHECK(bidi.length == 3);
  CHECK(find_text_fault("\xD8\x9C").fault == TextFault::bidi_control);
  CHECK(find_text_fault("\x7F").fault == TextFault::control_character);
  CHECK(find_text_fault("a\r").fault == TextFault::control_character);
}

TEST_CASE("printable text keeps tabs and replaces the rest") {
  CHECK(printable("a\tb") == "a\tb");
  CHECK(printable("a\x1b[0m") == "a\xEF\xBF\xBD[0m");
  CHECK(printable("\xFFz") == "\xEF\xBF\xBDz");
  CHECK(printable("\xE2\x80\xAE") == "\xEF\xBF\xBD");
  CHECK(count_code_points("\xC3\xA4"
                          "b\xE2\x82\xAC") == 3);
}

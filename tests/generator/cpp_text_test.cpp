#include "render/cpp_text.h"

#include <limits>

#include "support/catch.h"

using namespace redisconf::compiler;

TEST_CASE("C++ literals are ASCII and escape what would change them") {
  CHECK(quoted("plain") == "\"plain\"");
  CHECK(quoted("a\"b\\c") == "\"a\\\"b\\\\c\"");
  CHECK(quoted("a\nb\t") == "\"a\\nb\\011\"");
  CHECK(quoted("\xC3\xA4"
               "1") == "\"\\303\\2441\"");
  CHECK(quoted("?"
               "?/ ?"
               "?"
               "?") == "\"?\\?/ ?\\?\\?\"");
  CHECK(quoted_or_null(nullptr) == "nullptr");
}

TEST_CASE("numbers become literals that fit") {
  CHECK(number_text(0) == "0");
  CHECK(number_text(-5) == "-5");
  CHECK(number_text(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
  CHECK(number_text(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775807 - 1");
}

TEST_CASE("comments wrap at words") {
  CHECK(comment("one two three", "// ", 10) == "// one two\n// three");
  CHECK(comment("a\n\n  b", "/// ") == "/// a b");
  CHECK(comment("averyveryverylongword b", "// ", 10) == "// averyveryverylongword\n// b");
  CHECK(comment("\xC3\xA4\xC3\xA4\xC3\xA4 \xC3\xA4\xC3\xA4\xC3\xA4", "// ", 10) ==
        "// \xC3\xA4\xC3\xA4\xC3\xA4 \xC3\xA4\xC3\xA4\xC3\xA4");
}

TEST_CASE("no comment line splices the next one to itself") {
  CHECK(comment("C:\\ next", "// ", 7) == "// C:\\ next");
  CHECK(comment("ends in \\", "// ") == "// ends in \\.");
  CHECK(comment("ends in ?"
                "?/",
                "// ") ==
        "// ends in ?"
        "?/.");
}

TEST_CASE("sentences end with a stop") {
  CHECK(sentence("A thing") == "A thing.");
  CHECK(sentence("A thing. ") == "A thing.");
  CHECK(sentence("Really?") == "Really?");
  CHECK(sentence(" \n") == "");
}

TEST_CASE("rows break where clang-format would") {
  CHECK(table_row({"a", "b"}).text == "    {a, b},");
  const std::string wide(60, 'x');
  const Row row = table_row({"a", wide, wide});
  CHECK(row.text == "    {a, " + wide + ",\n     " + wide + "},");
  CHECK_FALSE(row.overflows);
  CHECK(table_row({"a", std::string(120, 'x')}).overflows);
}

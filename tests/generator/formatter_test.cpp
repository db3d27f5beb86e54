// The canonical style, one rule a test.
#include "edit/formatter.h"

#include <filesystem>
#include <string>

#include "diagnostics/formats.h"
#include "edit/veiled_text.h"
#include "support.h"
#include "support/catch.h"
#include "yaml/reader.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

// The formatted text, or the report.
std::string formatted(std::string_view text) {
  const SourceFile file("a.yaml", "a.yaml", std::string(text));
  Diagnostics diagnostics;
  const auto result = format_schema(file, diagnostics);
  return result ? *result : format_diagnostics(diagnostics, false);
}

std::string veiled(std::string_view text) {
  const SourceFile file("a.yaml", "a.yaml", std::string(text));
  Diagnostics diagnostics;
  return veiled_text(file, *read_yaml(file, diagnostics));
}

}  // namespace

TEST_CASE("the project's own schema is formatted") {
  int count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SCHEMA_DIR)) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string text = read_file(entry.path().string());
    CHECK(formatted(text) == text);
    ++count;
  }
  CHECK(count >= 3);
}

TEST_CASE("blocks are indented by two, sequences below their key too") {
  CHECK(formatted("a:\n    b:\n     - x\n     -   y: 1\n         z: 2\nc:\n- - p\n  - q\n") ==
        "a:\n  b:\n    - x\n    - y: 1\n      z: 2\nc:\n  - - p\n    - q\n");
  CHECK(formatted("  a: 1\n  b:\n   c: 2\n") == "a: 1\nb:\n  c: 2\n");
}

TEST_CASE("flow collections have one blank behind colons and commas") {
  CHECK(formatted("a:   { b :  1x , \"c\":[ 1,2 ,3 ] , d: {  } }\n") ==
        "a: {b: 1x, \"c\": [1, 2, 3], d: {}}\n");
  CHECK(formatted("a: [\n        1, {x: 1,\n  y: 2},\n    2\n ]\nb: 1\n") ==
        "a: [\n  1, {x: 1,\n    y: 2},\n  2\n]\nb: 1\n");
}

TEST_CASE("line ends, blanks and empty lines") {
  CHECK(formatted("\n\na: 1  \r\n\r\n\r\n  \r\nb: 2") == "a: 1\n\nb: 2\n");
  CHECK(formatted("---   # first\na: 1\n...\n\n\n") ==
        "---                              # first\na: 1\n...\n");
}

TEST_CASE("comments behind text stand in one column") {
  CHECK(formatted("a: 1 # one\nb: 2        # two\nc: 3\n") ==
        "a: 1                             # one\nb: 2                             # two\nc: 3\n");
  CHECK(formatted("a: 1 # one\nlonger: a value that goes beyond the column # two\n") ==
        "a: 1                                         # one\n"
        "longer: a value that goes beyond the column  # two\n");
  CHECK(
      formatted("a: 1 # one\n     # and more\n# of b\nb: 2\n") ==
      "a: 1                             # one\n                                 # and more\n# of b\nb: 2\n");
  CHECK(formatted("größe: 1 # one\n") == "größe: 1                         # one\n");
}

TEST_CASE("a comment of its own line is indented as the block it stands in") {
  CHECK(formatted("a:\n    # of b\n    b: 1\n    # still of a\n# of c\nc: 1\n") ==
        "a:\n  # of b\n  b: 1\n  # still of a\n# of c\nc: 1\n");
  CHECK(formatted("a:\n  - x\n   # after\n  # of y\n  - y\n    # last\n") ==
        "a:\n  - x\n  # after\n  # of y\n  - y\n    # last\n");
}

TEST_CASE("quotes, words and the order of keys stay") {
  constexpr std::string_view kText = "b: \"x\"\na: 'y'\nc: plain\nd: \"a # b\"\ne: a#b\n";
  CHECK(formatted(kText) == kText);
}

TEST_CASE("block scalars move with their key and keep every blank") {
  CHECK(formatted("a:\n    b: |  # why\n          one\n            two # no comment\n\n          three  \n   "
                  " c: >1-\n"
                  "       x\n") ==
        "a:\n  b: |                           # why\n    one\n      two # no comment\n\n    three  \n  c: "
        ">1-\n"
        "     x\n");
  CHECK(formatted("a: |+\n  x\n\n\nb: 1\n") == "a: |+\n  x\n\n\nb: 1\n");
}

TEST_CASE("scalars of several lines keep their lines") {
  CHECK(
      formatted("a: one\n     two\n\n       three\nb: \"x \\\n         y\"\nc:\n      far\n        away\n") ==
      "a: one\n  two\n\n  three\nb: \"x \\\n  y\"\nc:\n  far\n  away\n");
}

TEST_CASE("what can't be read is reported, not formatted") {
  CHECK_THAT(formatted("a: [1\n"), contains("this is not YAML"));
  CHECK_THAT(formatted("a: 1\na: 2\n"), contains("stands twice"));
  CHECK_THAT(formatted("a: \"x\n"), contains("1:4: error: this quote is never closed"));
  CHECK_THAT(formatted("# only\n"), contains("the file is empty"));
}

TEST_CASE("a long line is formatted in time that grows with its length") {
  std::string text = "a: [x";
  while (text.size() < kMaxLineBytes - 4096) text += ",xxxxxxxxxxxxxxxxxxxxxxx";
  text += "]";
  CHECK(formatted(text).size() > text.size());
}

TEST_CASE("trees differ by a value, a key, an order and by quotes") {
  const auto same = [](const std::string& left, const std::string& right) {
    const SourceFile first("a", "a", left);
    const SourceFile second("b", "b", right);
    Diagnostics diagnostics;
    return same_tree(*read_yaml(first, diagnostics), *read_yaml(second, diagnostics));
  };
  CHECK(same("a: {b: [1, 2]}\n", "a:\n  b:\n    - 1\n    - 2\n"));
  CHECK_FALSE(same("a: 1\n", "a: 2\n"));
  CHECK_FALSE(same("a: 1\n", "a: \"1\"\n"));
  CHECK_FALSE(same("a: 1\n", "b: 1\n"));
  CHECK_FALSE(same("a: 1\nb: 2\n", "b: 2\na: 1\n"));
  CHECK_FALSE(same("a: [1, 2]\n", "a: [1]\n"));
}

TEST_CASE("a difference shows no value that may be secret") {
  CHECK(veiled("connection: {host: h, password: hunter2}\n") == "connection: {host: h, password: ***}\n");
  CHECK(veiled("password: {env: A, default: hunter2}\n") == "password: {env: ***, default: ***}\n");
  CHECK(veiled("password: {secret: redis-password}\n") == "password: {secret: redis-password}\n");
  CHECK(veiled("pasword: \"hunter2\"\nhost: redis://u:hunter2@h\n") == "pasword: ***\nhost: ***\n");
  CHECK(veiled("connection:\n  password: |\n    hunter2\n    hunter2\n  port: 1\n") ==
        "connection:\n  password: ***\n***\n  port: 1\n");
}

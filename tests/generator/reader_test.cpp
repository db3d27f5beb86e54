#include "yaml/reader.h"

#include "diagnostics/formats.h"
#include "support/catch.h"

namespace {

using namespace redisconf::compiler;

struct Reading {
  explicit Reading(std::string text) : file("a.yaml", "schema/a.yaml", std::move(text)) {
    root = read_yaml(file, diagnostics);
  }

  [[nodiscard]] std::string report() const { return format_diagnostics(diagnostics, false); }

  SourceFile file;
  Diagnostics diagnostics;
  std::optional<Node> root;
};

}  // namespace

TEST_CASE("the tree knows kinds, texts and positions") {
  const Reading read("a: \"\xC3\xA9 x\"\nb: {c: [1, 'two']}\nd:\n");
  REQUIRE(read.report() == "");
  REQUIRE(read.root);
  REQUIRE(read.root->members.size() == 3);

  const Node& a = read.root->find("a")->value;
  CHECK(a.text == "\xC3\xA9 x");
  CHECK(a.quoted);
  CHECK(a.offset == 3);
  CHECK(a.length == 6);
  CHECK(a.end == 10);

  const Node& c = read.root->find("b")->value.find("c")->value;
  REQUIRE(c.is_sequence());
  REQUIRE(c.items.size() == 2);
  CHECK(c.items[0].text == "1");
  CHECK_FALSE(c.items[0].quoted);
  CHECK(c.items[1].text == "two");
  CHECK(c.items[1].length == 5);

  CHECK(read.root->find("d")->value.kind == Node::Kind::null);
  CHECK(read.root->find("e") == nullptr);
}

TEST_CASE("a scalar's length ends with its quotes") {
  const auto [text, length] = GENERATE(table<std::string, std::size_t>({{"k: \"a\\\"b\" # c", 6},
                                                                        {"k: 'it''s' # c", 7},
                                                                        {"k: plain # c", 5},
                                                                        {"k: \"\"", 2},
                                                                        {"k: |\n  block\n", 1}}));
  const Reading read(text);
  REQUIRE(read.root);
  CHECK(read.root->members.front().value.length == length);
}

TEST_CASE("CR LF changes nothing but positions") {
  const Reading read("a: 1\r\nb:\r\n  c: two\r\n");
  REQUIRE(read.report() == "");
  CHECK(read.root->find("a")->value.text == "1");
  const Node& c = read.root->find("b")->value.find("c")->value;
  CHECK(c.text == "two");
  CHECK(read.file.locate(c.offset).line == 3);
  CHECK(read.file.locate(c.offset).column == 6);
}

TEST_CASE("what is no clean UTF-8 text is refused where it stands") {
  using redisconf::test::contains;
  CHECK_THAT(Reading("a: 1\nb: \xFF\n").report(), contains("a.yaml:2:4: error: the file is not UTF-8"));
  CHECK_THAT(Reading("\xFF\xFE"
                     "a\0:\0")
                 .report(),
             contains("a.yaml:1:1: error: the file is not UTF-8"));
  CHECK_THAT(Reading("a: \xC0\xAF\n").report(), contains("a.yaml:1:4: error: the file is not UTF-8"));
  CHECK_THAT(Reading("a: \xED\xA0\x80\n").report(), contains("a.yaml:1:4: error: the file is not UTF-8"));
  CHECK_THAT(Reading(std::string("a: x\0y\n", 7)).report(),
             contains("a.yaml:1:5: error: the file holds a control"));
  CHECK_THAT(Reading("a: x\ry\n").report(),
             contains("a.yaml:1:5: error: the file holds a control character"));
  CHECK_THAT(Reading("a: \xC2\x85\n").report(),
             contains("a.yaml:1:4: error: the file holds a control character"));
  CHECK_THAT(Reading("a: x # \xE2\x80\xAE\n").report(), contains("a.yaml:1:8: error: bidirectional"));
}

TEST_CASE("terminals never see what was refused") {
  const std::string report = Reading("a: \x1b[31m\xFF\n").report();
  CHECK(report.find('\x1b') == std::string::npos);
  CHECK(report.find('\xFF') == std::string::npos);
}

TEST_CASE("a file that can't be parsed shows no line that may hold a secret") {
  const auto text =
      GENERATE(as<std::string>{}, "connection: {password: hunter2\n", "connection: {\"password\": hunter2\n",
               "password : hunter2\n]\n", "tls:\n  key: |\n    hunter2\n  }\n", "password: hunter2 \xFF\n",
               "password: &a hunter2\n---\nb: 1\n");
  const Reading read(text);
  CHECK_FALSE(read.root);
  CHECK_FALSE(read.diagnostics.empty());
  CHECK(read.report().find("hunter2") == std::string::npos);
}

TEST_CASE("depth is limited to 64 levels") {
  const auto nested = [](std::size_t depth) {
    return "a: " + std::string(depth - 1, '[') + '1' + std::string(depth - 1, ']') + '\n';
  };
  CHECK(Reading(nested(64)).report() == "");
  CHECK_THAT(Reading(nested(65)).report(), redisconf::test::contains("nested deeper than 64 levels"));
  CHECK_THAT(Reading(nested(10000)).report(), redisconf::test::contains("nested deeper than 64 levels"));
}

TEST_CASE("every key of a duplicate is reported, the first one stays") {
  const Reading read("a: 1\nb: 2\na: 3\na: 4\n");
  CHECK_THAT(read.report(),
             redisconf::test::contains("a.yaml:3:1: error: the key 'a' stands twice; first in line 1"));
  CHECK_THAT(read.report(),
             redisconf::test::contains("a.yaml:4:1: error: the key 'a' stands twice; first in line 1"));
  REQUIRE(read.root);
  CHECK(read.root->members.size() == 2);
  CHECK(read.root->find("a")->value.text == "1");
}

TEST_CASE("a line is at most 64 KiB long") {
  const std::string longest = "a: " + std::string(64 * 1024 - 3, 'x');
  CHECK(Reading(longest + "\nb: 1\n").root);
  CHECK(Reading(longest + "x\n").report().find("a.yaml:1:1: error: this line is longer than 64 KiB") !=
        std::string::npos);
  CHECK(
      Reading("b: 1\n" + longest + "x").report().find("a.yaml:2:1: error: this line is longer than 64 KiB") !=
      std::string::npos);
}

TEST_CASE("a file of too many values is refused before it costs much") {
  std::string text = "a: [";
  for (int count = 0; count < 60000; ++count) text += "x,\n";
  const Reading read(text + "]\n");
  CHECK(read.report().find("the file holds more than 15000 keys and values") != std::string::npos);
  const Reading brackets(std::string(40000, '['));
  CHECK(brackets.report().find("a.yaml:1:15001: error: the file holds more than 15000 brackets") !=
        std::string::npos);
}

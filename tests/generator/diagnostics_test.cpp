#include "diagnostics/formats.h"
#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

Node node_at(std::size_t offset, std::size_t length, std::size_t end) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.offset = offset;
  node.length = length;
  node.end = end;
  return node;
}

}  // namespace

TEST_CASE("a diagnostic shows place, line, caret, rule and fix") {
  const SourceFile file("schema/redis.yaml", "schema/redis.yaml", "a: 1\n\tkey: value # why\n");
  Diagnostics diagnostics;
  diagnostics.add(file, node_at(11, 5, 17), "is wrong", "must be right", "write it right");
  CHECK(format_diagnostics(diagnostics, false) ==
        "schema/redis.yaml:2:7: error: is wrong\n"
        "    2 | \tkey: value # why\n"
        "      | \t     ^~~~~\n"
        "  rule: must be right\n"
        "  fix: write it right\n");
}

TEST_CASE("diagnostics are sorted by file, line and column") {
  const SourceFile a("a.yaml", "a.yaml", "one: 1\ntwo: 2\n");
  const SourceFile b("b.yaml", "b.yaml", "one: 1\n");
  Diagnostics diagnostics;
  diagnostics.add(b, node_at(0, 3, 5), "fourth", {}, {});
  diagnostics.add(a, node_at(7, 3, 12), "second", {}, {});
  diagnostics.add(a, node_at(12, 1, 14), "third", {}, {});
  diagnostics.add(a, node_at(0, 3, 5), "first", {}, {});
  std::string order;
  for (const Diagnostic* const each : diagnostics.sorted()) order += each->message + ' ';
  CHECK(order == "first second third fourth ");
}

TEST_CASE("columns count characters, as editors do") {
  const SourceFile file("a.yaml", "a.yaml", "\xC3\xA4\xC3\xB6: x\n");
  Diagnostics diagnostics;
  diagnostics.add(file, node_at(6, 1, 8), "wrong", {}, {});
  CHECK_THAT(format_diagnostics(diagnostics, false), contains("a.yaml:1:5: error: wrong"));
  CHECK_THAT(format_diagnostics(diagnostics, false), contains("\n      |     ^\n"));
}

TEST_CASE("a long line is cut around the caret") {
  const std::string text = "key: " + std::string(1000, 'a') + "!" + std::string(1000, 'b');
  const SourceFile file("a.yaml", "a.yaml", text);
  Diagnostics diagnostics;
  diagnostics.add(file, node_at(1005, 1, 1006), "wrong", {}, {});
  const std::string report = format_diagnostics(diagnostics, false);
  CHECK(report.size() < 500);
  CHECK_THAT(report, contains("a!b"));
}

TEST_CASE("the line of a secret is not shown, whichever fault points at it") {
  const SourceFile file("a.yaml", "a.yaml", "{password: hunter2, prot: 1}\nnext: 2\n");
  Diagnostics diagnostics;
  diagnostics.add(file, node_at(20, 4, 26), "unknown key 'prot'", {}, {});
  diagnostics.hide(file, node_at(11, 7, 20));
  const std::string report = format_diagnostics(diagnostics, false);
  CHECK(report.find("hunter2") == std::string::npos);
  CHECK_THAT(report, contains("not shown"));
}

TEST_CASE("what may be a secret is masked, and the caret stays in its place") {
  const SourceFile file("a.yaml", "a.yaml", "{pasword: hunter2, prot: 1}\n");
  Diagnostics diagnostics;
  diagnostics.mask(file, node_at(10, 7, 19));
  diagnostics.add(file, node_at(19, 4, 25), "unknown key 'prot'", {}, {});
  CHECK_THAT(format_diagnostics(diagnostics, false),
             contains("    1 | {pasword: *** prot: 1}\n      |               ^~~~\n"));
}

TEST_CASE("a rule that is broken in many places is told once") {
  const SourceFile file("a.yaml", "a.yaml", "a: 1\n");
  Diagnostics diagnostics;
  for (const char* const context : {"a.test", "b.test", "c.test", "d.test", "e.test"}) {
    Diagnostic diagnostic;
    diagnostic.file = &file;
    diagnostic.message = "wrong";
    diagnostics.add_in_context(diagnostic, context);
  }
  CHECK(diagnostics.sorted().size() == 1);
  CHECK_THAT(format_diagnostics(diagnostics, false),
             contains("  in: a.test, b.test, c.test, d.test and 1 more\n"));
}

TEST_CASE("colour is added only when asked for") {
  const SourceFile file("a.yaml", "a.yaml", "a: 1\n");
  Diagnostics diagnostics;
  diagnostics.add(file, node_at(0, 1, 3), "wrong", {}, {});
  CHECK(format_diagnostics(diagnostics, false).find('\x1b') == std::string::npos);
  CHECK_THAT(format_diagnostics(diagnostics, true), contains("\x1b[1;31merror:\x1b[0m"));
}

TEST_CASE("of one file a hundred faults are told, the others counted") {
  std::string text(kSharedSchema);
  for (int number = 0; number < 130; ++number) text += "wrong" + std::to_string(number) + ": 1\n";
  SchemaFolder schema(text);
  const std::string report = schema.report();
  CHECK(report.find("unknown key 'wrong99'") != std::string::npos);
  CHECK(report.find("unknown key 'wrong100'") == std::string::npos);
  CHECK(
      report.ends_with("schema/redis.yaml: error: and 30 more faults\n"
                       "  fix: mend those above first; then run the command again\n"));
}

TEST_CASE("faults that are left out are counted once when services are put together") {
  const TemporaryFolder folder;
  folder.write("schema/redis.yaml", kSharedSchema);
  for (const std::string name : {"one", "two"}) {
    std::string text = "redisconf: 1\nservice: " + name + '\n';
    for (int number = 0; number < 107; ++number) text += "wrong" + std::to_string(number) + ": 1\n";
    folder.write("schema/services/" + name + ".yaml", text);
  }
  const auto project = load_project(folder.path("schema/redis.yaml"), {});
  CHECK(project->diagnostics.sorted().size() == 202);
  CHECK(project->diagnostics.sorted().back()->message == "and 7 more faults");
}

#include "edit/migration.h"

#include <array>
#include <string>

#include "diagnostics/formats.h"
#include "edit/text_edit.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using redisconf::test::contains;

namespace {

// A step as a language change would bring it: `pool` is called `connections`.
std::vector<TextEdit> rename_pool(const SourceFile& /*file*/, const Node& root) {
  const Node& version = root.find("redisconf")->value;
  std::vector<TextEdit> edits{{version.offset, version.length, "2"}};
  if (const Member* const pool = root.find("pool")) {
    edits.push_back({pool->key.offset, pool->key.length, "connections"});
  }
  return edits;
}

std::vector<TextEdit> forget_version(const SourceFile& /*file*/, const Node& /*root*/) { return {}; }

std::vector<TextEdit> overlap(const SourceFile& /*file*/, const Node& /*root*/) {
  return {{0, 5, "a"}, {3, 5, "b"}};
}

const std::array kTwoSteps{
    migration_steps().front(),
    MigrationStep{.from = 1, .summary = "pool is now connections", .edits = rename_pool},
};

struct Outcome {
  std::optional<Migration> migration;
  std::string report;
};

Outcome migrated(const std::string& text, std::span<const MigrationStep> steps = migration_steps()) {
  const SourceFile file("a.yaml", "a.yaml", text);
  Diagnostics diagnostics;
  Outcome outcome{migrate(file, steps, diagnostics), {}};
  outcome.report = format_diagnostics(diagnostics, false);
  return outcome;
}

std::string text_of(const std::string& text) { return migrated(text).migration.value().text; }

}  // namespace

TEST_CASE("a file of the newest version stays as it is") {
  const Outcome outcome = migrated("# mine\nredisconf:  1\npool: 1\n");
  REQUIRE(outcome.migration);
  CHECK(outcome.migration->changes.empty());
  CHECK(outcome.migration->text == "# mine\nredisconf:  1\npool: 1\n");
}

TEST_CASE("a file without a version gets its line") {
  CHECK(text_of("# about a\na: 1\n") == "redisconf: 1\n# about a\na: 1\n");
  CHECK(text_of("# a-b\n  a: 1\n  b: 2\n") == "  redisconf: 1\n# a-b\n  a: 1\n  b: 2\n");
  CHECK(text_of("a: 1\r\nb: 2\r\n") == "redisconf: 1\r\na: 1\r\nb: 2\r\n");
  CHECK(text_of("%YAML 1.2\n---\n# about a\na: 1\n") == "%YAML 1.2\n---\n# about a\nredisconf: 1\na: 1\n");
  CHECK(text_of("{a: 1}") == "{redisconf: 1, a: 1}");
  CHECK(text_of("# c\n{}\n") == "# c\n{redisconf: 1}\n");
}

TEST_CASE("steps follow each other and keep comments") {
  const Outcome outcome = migrated("# mine\npool: {a: 1}  # why\n", kTwoSteps);
  REQUIRE(outcome.migration);
  CHECK(outcome.migration->from == 0);
  CHECK(outcome.migration->to == 2);
  CHECK(outcome.migration->text == "redisconf: 2\n# mine\nconnections: {a: 1}  # why\n");
  CHECK(outcome.migration->changes ==
        std::vector<std::string_view>{"adds the line `redisconf: 1`", "pool is now connections"});

  CHECK(migrated("redisconf: 1  # x\npool: 2\n", kTwoSteps).migration->text ==
        "redisconf: 2  # x\nconnections: 2\n");
  CHECK(migrated("redisconf: 2\npool: 2\n", kTwoSteps).migration->changes.empty());
}

TEST_CASE("a file from the future is refused with the way out") {
  const Outcome outcome = migrated("a: 1\nredisconf: 7\n");
  CHECK_FALSE(outcome.migration);
  CHECK_THAT(outcome.report, contains("a.yaml:2:12: error: the file is newer than this redisconf"));
  CHECK_THAT(outcome.report, contains("fix: install"));
}

TEST_CASE("what is no version is refused") {
  for (const char* const version : {"\"1\"", "one", "0", "-1", "1.0", "{a: 1}", "99999999999999999999", ""}) {
    INFO(version);
    const Outcome outcome = migrated(std::string("redisconf: ") + version + "\n");
    CHECK_FALSE(outcome.migration);
    CHECK_THAT(outcome.report, contains("this is no language version"));
  }
}

TEST_CASE("a step that does not do what it says changes nothing") {
  for (const auto edits : {forget_version, overlap}) {
    const std::array steps{migration_steps().front(),
                           MigrationStep{.from = 1, .summary = "wrong", .edits = edits}};
    const Outcome outcome = migrated("redisconf: 1\n", steps);
    CHECK_FALSE(outcome.migration);
    CHECK_THAT(outcome.report, contains("the step to version 2 fails here"));
  }
}

TEST_CASE("edits are applied at once, in any order, and never overlap") {
  CHECK(apply_edits("abcdef", {{4, 1, "E"}, {0, 2, ""}, {6, 0, "!"}}) == "cdEf!");
  CHECK(apply_edits("ab", {{1, 0, "x"}, {1, 0, "y"}}) == "axyb");
  CHECK(apply_edits("", {}) == "");
  CHECK_FALSE(apply_edits("abc", {{0, 2, ""}, {1, 1, ""}}));
  CHECK_FALSE(apply_edits("abc", {{2, 2, ""}}));
  CHECK_FALSE(apply_edits("abc", {{4, 0, "x"}}));
}

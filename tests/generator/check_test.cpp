#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

constexpr const char* kHeader = "services/demo/generated/redis_config.h";

std::string last_fix(const std::string& errors) {
  const auto fix = errors.rfind("  fix: ");
  return fix == std::string::npos ? "" : errors.substr(fix + 7, errors.find('\n', fix) - fix - 7);
}

}  // namespace

TEST_CASE("check is silent about files that are right") {
  const SchemaFolder schema;
  REQUIRE(run_tool(schema.folder().path(), {"generate"}).status == 0);
  const Run result = run_tool(schema.folder().path(), {"check"});
  CHECK(result.status == 0);
  CHECK(result.output == "demo: up to date\n");
}

TEST_CASE("check shows what is missing and writes nothing") {
  const SchemaFolder schema;
  const Run result = run_tool(schema.folder().path(), {"check"});
  CHECK(result.status == 1);
  CHECK_THAT(result.output,
             contains("--- /dev/null\n+++ services/demo/generated/redis_config.h\n@@ -0,0 +1,"));
  CHECK_THAT(result.errors, contains("demo: 4 of 4 files are not up to date"));
  CHECK_FALSE(schema.folder().has("services"));
}

TEST_CASE("check shows an edit by hand and where to make it instead, and its command mends it") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  REQUIRE(run_tool(folder.path(), {"generate"}).status == 0);
  const std::string header = folder.read(kHeader);
  std::string edited = header;
  edited.replace(edited.find("#pragma once"), 12, "#pragma twice");
  folder.write(kHeader, edited);

  const Run result = run_tool(folder.path(), {"check"});
  CHECK(result.status == 1);
  CHECK_THAT(result.output, contains("-#pragma twice\n+#pragma once\n"));
  CHECK(folder.read(kHeader) == edited);

  CHECK_THAT(
      result.errors,
      contains(
          std::string(kHeader) +
          ": error: was edited by hand, and generating it again would lose that\n"
          "  fix: make the change in schema/services/demo.yaml or schema/redis.yaml instead, then run: "));
  const std::string command = last_fix(result.errors);
  CHECK(run({{"sh", "-c", command}, folder.path(), {}, {}}).status == 0);
  CHECK(folder.read(kHeader) == header);
  CHECK(run_tool(folder.path(), {"check"}).status == 0);
}

TEST_CASE("the mending command repeats the options, quoted for a shell") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  const Run result = run_tool(folder.path(), {"check", "--service", "demo", "--output", "it's here"});
  REQUIRE(result.status == 1);
  const std::string command = last_fix(result.errors);
  REQUIRE(run({{"sh", "-c", command}, folder.path(), {}, {}}).status == 0);
  CHECK(folder.has("it's here/redis_config.h"));
  CHECK(run_tool(folder.path(), {"check", "--service", "demo", "--output", "it's here"}).status == 0);
}

TEST_CASE("an outdated check leaves no stamp, a good one does") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  CHECK(run_tool(folder.path(), {"check", "--stamp", "a.stamp"}).status == 1);
  CHECK_FALSE(folder.has("a.stamp"));
  REQUIRE(run_tool(folder.path(), {"generate"}).status == 0);
  CHECK(run_tool(folder.path(), {"check", "--stamp", "a.stamp"}).status == 0);
  CHECK(folder.has("a.stamp"));
}

TEST_CASE("a report for programs stands alone on standard output") {
  const SchemaFolder schema;
  const Run result = run_tool(schema.folder().path(), {"check", "--format", "json"});
  CHECK(result.status == 1);
  CHECK(result.output.starts_with("{"));
  CHECK(result.output.find("+++") == std::string::npos);
  CHECK_THAT(result.errors, contains("+++ services/demo/generated/redis_config.h\n"));
}

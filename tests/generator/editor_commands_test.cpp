// `redisconf lint` and `redisconf json-schema`, as users run them.
#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

constexpr std::string_view kClean = "redisconf: 1\nservice: demo\nsummary: Shows how.\n";
constexpr std::string_view kAsksAbout = "redisconf: 1\nservice: demo\nsummary: TODO\n";

}  // namespace

TEST_CASE("lint is content with a schema that needs no question") {
  const SchemaFolder schema(kSharedSchema, kClean);
  const Run result = run_tool(schema.folder().path(), {"lint", "--strict"});
  CHECK(result.status == 0);
  CHECK(result.output == "2 files: nothing to ask about\n");
  CHECK(result.errors.empty());
}

TEST_CASE("lint warns; only --strict fails") {
  const SchemaFolder schema(kSharedSchema, kAsksAbout);
  const Run result = run_tool(schema.folder().path(), {"lint"});
  CHECK(result.status == 0);
  CHECK(result.output.empty());
  CHECK(result.errors ==
        "schema/services/demo.yaml:3:10: warning: this summary is not finished [unfinished-text]\n"
        "    3 | summary: TODO\n      |          ^~~~\n"
        "  rule: reasons and documentation are finished sentences\n"
        "  fix: write what is missing\n");
  CHECK(run_tool(schema.folder().path(), {"lint", "--strict"}).status == 1);
}

TEST_CASE("lint reports to programs") {
  const SchemaFolder schema(kSharedSchema, kAsksAbout);
  const Run github = run_tool(schema.folder().path(), {"lint", "--format", "github"});
  CHECK(github.status == 0);
  CHECK_THAT(github.output, contains("::warning file=schema/services/demo.yaml,line=3,"));
  const Run sarif = run_tool(schema.folder().path(), {"lint", "--format", "sarif", "--strict"});
  CHECK(sarif.status == 1);
  CHECK_THAT(sarif.output, contains("\"ruleId\": \"unfinished-text\""));
  CHECK_THAT(sarif.output, contains("\"level\": \"warning\""));
}

TEST_CASE("lint reports errors, and then nothing else") {
  const SchemaFolder schema(kSharedSchema, "redisconf: 1\nservice: demo\nsummary: TODO\ncolour: blue\n");
  const Run result = run_tool(schema.folder().path(), {"lint"});
  CHECK(result.status == 65);
  CHECK_THAT(result.errors, contains("error: unknown key 'colour'"));
  CHECK_THAT(result.errors, !contains("warning"));
  CHECK(run_tool(schema.folder().path("schema/services"), {"lint"}).status == 66);
}

TEST_CASE("keys that two services write are an error") {
  const SchemaFolder schema(kSharedSchema, kClean);
  schema.folder().write("schema/services/other.yaml",
                        "redisconf: 1\nservice: other\nsummary: Another.\nkey_prefix: \"demo:\"\n");
  const Run result = run_tool(schema.folder().path(), {"lint"});
  CHECK(result.status == 65);
  CHECK_THAT(result.errors,
             contains("schema/services/other.yaml:4:13: error: other has the key prefix of demo"));
  CHECK_THAT(result.errors,
             contains("see: schema/services/demo.yaml:2:10: the other prefix; both use one server in "));
}

TEST_CASE("lint lists its rules without a schema") {
  const Run result = run_tool("/", {"lint", "--list"});
  CHECK(result.status == 0);
  CHECK_THAT(result.output, contains("cache-lives-forever       warning  a cache forgets"));
  CHECK_THAT(result.output, contains("shared-key-prefix         error    "));
}

TEST_CASE("the project's own schema passes its linter") {
  const Run result = run_tool(SCHEMA_DIR "/..", {"lint"});
  CHECK(result.status == 0);
}

TEST_CASE("json-schema writes both schemas, once, and says how editors find them") {
  const TemporaryFolder folder;
  const Run first = run_tool(folder.path(), {"json-schema", "--output", ".redisconf"});
  CHECK(first.status == 0);
  CHECK_THAT(first.output, contains("wrote .redisconf/redis.schema.json\n"));
  CHECK_THAT(first.output, contains("# yaml-language-server: $schema=../.redisconf/redis.schema.json\n"));
  CHECK_THAT(first.output,
             contains("# yaml-language-server: $schema=../../.redisconf/service.schema.json\n"));
  CHECK(folder.read(".redisconf/redis.schema.json") == run_tool("/", {"json-schema", "shared"}).output);
  CHECK(folder.read(".redisconf/service.schema.json") == run_tool("/", {"json-schema", "service"}).output);
  const Run again = run_tool(folder.path(), {"json-schema", "--output", ".redisconf"});
  CHECK_THAT(again.output, contains("unchanged: .redisconf/redis.schema.json\n"));
}

TEST_CASE("json-schema writes one where one is named") {
  const TemporaryFolder folder;
  CHECK(run_tool(folder.path(), {"json-schema", "service", "--output", "x"}).status == 0);
  CHECK(folder.has("x/service.schema.json"));
  CHECK_FALSE(folder.has("x/redis.schema.json"));
  folder.write("file", "");
  CHECK(run_tool(folder.path(), {"json-schema", "--output", "file"}).status == 73);
}

TEST_CASE("json-schema says what it takes") {
  const auto [arguments, message] = GENERATE(table<std::vector<std::string>, std::string>(
      {{{"json-schema"}, "json-schema takes shared, service or --output DIR"},
       {{"json-schema", "services"}, "json-schema takes shared or service"},
       {{"json-schema", "shared", "service"}, "unexpected 'service'"}}));
  const Run result = run_tool(".", arguments);
  CHECK(result.status == 64);
  CHECK_THAT(result.errors, contains(message));
}

TEST_CASE("the reader takes the line by which editors find the schema") {
  const SchemaFolder schema("# yaml-language-server: $schema=../.redisconf/redis.schema.json\n" +
                            std::string(kSharedSchema));
  CHECK(run_tool(schema.folder().path(), {"generate"}).status == 0);
}

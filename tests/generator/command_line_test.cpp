#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

TEST_CASE("help goes to standard output") {
  const auto arguments = GENERATE(as<std::vector<std::string>>{}, std::vector<std::string>{"--help"},
                                  std::vector<std::string>{"help"}, std::vector<std::string>{"-h"});
  const Run result = run_tool(".", arguments);
  CHECK(result.status == 0);
  CHECK_THAT(result.output, contains("generate"));
  CHECK_THAT(result.output, contains("check"));
  CHECK(result.errors.empty());
}

TEST_CASE("each command has help") {
  const auto command = GENERATE(as<std::string>{}, "generate", "check");
  const Run option = run_tool(".", {command, "--help"});
  CHECK(option.status == 0);
  CHECK_THAT(option.output, contains("Usage: redisconf " + command));
  CHECK_THAT(option.output, contains("--schema"));
  CHECK(run_tool(".", {"help", command}).output == option.output);
}

TEST_CASE("the version") {
  const Run result = run_tool(".", {"--version"});
  CHECK(result.status == 0);
  CHECK(result.output.starts_with("redisconf 0."));
}

TEST_CASE("the interface is the number in generated code") {
  const SchemaFolder schema;
  schema.folder().write("schema/services/demo.yaml",
                        std::string(kService) + "channels: {news: {kind: pubsub}}\n");  // of the newest
  const Run result = run_tool(".", {"--interface"});
  CHECK(result.status == 0);
  const std::string number = result.output.substr(0, result.output.find('\n'));
  REQUIRE(run_tool(schema.folder().path(), {"generate"}).status == 0);
  CHECK_THAT(schema.folder().read("services/demo/generated/redis_config.h"),
             contains("supports_generated_interface(" + number + ")"));
}

TEST_CASE("wrong usage exits 64 and says what was meant") {
  const auto [arguments, message] = GENERATE(table<std::vector<std::string>, std::string>(
      {{std::vector<std::string>(), "Usage"},
       {{"genrate"}, "unknown command 'genrate'; did you mean 'generate'?"},
       {{"../x"}, "unknown command, which is not shown"},
       {{"--verison"}, "unknown option '--verison'"},
       {{"help", "chek"}, "did you mean 'check'?"},
       {{"generate", "--shema", "x"}, "unknown option '--shema'; did you mean '--schema'?"},
       {{"generate", "--schem", "x"}, "unknown option '--schem'"},
       {{"generate", "extra"}, "unexpected 'extra'"},
       {{"generate", "--service"}, "--service"},
       {{"generate", "--service", "../x"}, "--service takes a service's name"},
       {{"generate", "--depfile", "x.d"}, "--depfile needs --stamp"}}));
  const Run result = run_tool(".", arguments);
  INFO(message);
  CHECK(result.status == 64);
  CHECK(result.output.empty());
  CHECK_THAT(result.errors, contains(message));
}

TEST_CASE("a bad schema exits 65 and writes nothing") {
  const SchemaFolder schema(kSharedSchema, "redisconf: 1\nservice: demo\ncolour: blue\n");
  const auto& folder = schema.folder();
  const Run result = run_tool(
      folder.path(), {"generate", "--depfile", "a.d", "--stamp", "a.stamp", "--schema", "schema/redis.yaml"});
  CHECK(result.status == 65);
  CHECK_THAT(result.errors, contains("schema/services/demo.yaml:3:1: error: unknown key 'colour'"));
  CHECK(result.output.empty());
  CHECK_FALSE(folder.has("services"));
  CHECK_FALSE(folder.has("a.stamp"));
  CHECK_FALSE(folder.has("a.d"));
}

TEST_CASE("one broken service keeps all others from being written") {
  const SchemaFolder schema;
  schema.folder().write("schema/services/broken.yaml", "redisconf: 1\nservice: broken\ncaches: 1\n");
  CHECK(run_tool(schema.folder().path(), {"generate"}).status == 65);
  CHECK_FALSE(schema.folder().has("services"));
}

TEST_CASE("a missing or unreadable file exits 66") {
  const TemporaryFolder empty;
  const Run missing = run_tool(empty.path(), {"generate"});
  CHECK(missing.status == 66);
  CHECK_THAT(missing.errors, contains("schema/redis.yaml: error: can't be read"));
  CHECK_THAT(missing.errors, contains("fix: "));

  const SchemaFolder schema;
  const Run service = run_tool(schema.folder().path(), {"generate", "--service", "dmeo"});
  CHECK(service.status == 66);
  CHECK_THAT(service.errors, contains("did you mean 'demo'?"));

  CHECK(run_tool(schema.folder().path(), {"generate", "--schema", "schema"}).status == 66);
  CHECK(run_tool(schema.folder().path(), {"generate", "--templates", "absent"}).status == 66);
  CHECK_FALSE(schema.folder().has("services"));
}

TEST_CASE("a file named , gives its error at once") {
  const SchemaFolder schema(",");
  const Run result = run_tool(schema.folder().path(), {"generate"});
  CHECK(result.status == 65);
}

TEST_CASE("no colour reaches a pipe") {
  const SchemaFolder schema("[");
  CHECK(run_tool(schema.folder().path(), {"generate"}).errors.find('\x1b') == std::string::npos);
}

TEST_CASE("a file that can't be written exits 73") {
  const SchemaFolder schema;
  schema.folder().write("services", "a file where the folder belongs");
  const Run result = run_tool(schema.folder().path(), {"generate"});
  CHECK(result.status == 73);
  CHECK_THAT(result.errors, contains("services/demo/generated/redisconf.sha256: error: can't be written"));
}

TEST_CASE("show and explain answer from the schema") {
  const SchemaFolder schema;
  const auto& path = schema.folder().path();
  CHECK_THAT(run_tool(path, {"show", "demo", "production"}).output, contains("schema/redis.yaml:8:24"));
  CHECK(run_tool(path, {"show", "demo", "production", "--json"}).output.starts_with("{\n"));
  CHECK(run_tool(path, {"show", "demo", "production", "--yaml"}).output.starts_with("service: demo\n"));
  CHECK_THAT(run_tool(path, {"explain", "demo.production.tls.verify"}).output,
             contains("no variable changes it"));
  CHECK(run_tool(path, {"explain", "--json", "demo.production.tls.verify"}).output.starts_with("{\n"));
  CHECK_FALSE(schema.folder().has("services"));
}

TEST_CASE("show and explain refuse what does not exist") {
  const SchemaFolder schema;
  const auto [arguments, status, message] = GENERATE(table<std::vector<std::string>, int, std::string>(
      {{{"show", "dmeo", "production"}, 66, "did you mean 'demo'?"},
       {{"show", "../x", "production"}, 64, "can't be a service's name"},
       {{"show", "demo", "prodution"}, 64, "did you mean 'production'?"},
       {{"show", "demo"}, 64, "usage: redisconf show SERVICE ENVIRONMENT"},
       {{"show", "demo", "production", "--json", "--yaml"}, 64, "exclude each other"},
       {{"explain", "demo.production"}, 64, "explain takes SERVICE.ENVIRONMENT.SETTING"},
       {{"explain", "demo.production.pool.connetions"}, 64, "did you mean 'pool.connections'?"}}));
  const Run result = run_tool(schema.folder().path(), arguments);
  INFO(message);
  CHECK(result.status == status);
  CHECK(result.output.empty());
  CHECK_THAT(result.errors, contains(message));
}

TEST_CASE("faults go to standard output in a form for programs") {
  const SchemaFolder schema(kSharedSchema, "redisconf: 1\nservice: demo\ncolour: blue\n");
  const Run sarif = run_tool(schema.folder().path(), {"check", "--format", "sarif"});
  CHECK(sarif.status == 65);
  CHECK_THAT(sarif.output, contains("\"uri\": \"schema/services/demo.yaml\""));
  CHECK(sarif.errors.empty());
  const Run github = run_tool(schema.folder().path(), {"generate", "--format", "github"});
  CHECK(github.output.starts_with("::error file=schema/services/demo.yaml,line=3"));
  CHECK(run_tool(schema.folder().path(), {"check", "--format", "xml"}).status == 64);
}

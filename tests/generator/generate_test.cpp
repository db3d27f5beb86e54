#include <filesystem>

#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace fs = std::filesystem;

namespace {

constexpr const char* kHeader = "services/demo/generated/redis_config.h";

}  // namespace

TEST_CASE("generate writes all files once, then none") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  const Run first = run_tool(folder.path(), {"generate"});
  CHECK(first.status == 0);
  CHECK_THAT(first.output, contains("wrote services/demo/generated/effective.yaml\n"));
  CHECK_THAT(first.output, contains("demo: 4 files, 4 changed\n"));
  for (const char* const name : {"redis_config.h", "redis_config.cpp", "effective.yaml", "env.example"}) {
    CHECK(folder.has(std::string("services/demo/generated/") + name));
  }
  const Run second = run_tool(folder.path(), {"generate"});
  CHECK(second.status == 0);
  CHECK(second.output == "demo: 4 files, 0 changed\n");
}

TEST_CASE("only what a change reaches is written") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  REQUIRE(run_tool(folder.path(), {"generate"}).status == 0);
  folder.write("schema/services/demo.yaml", std::string(kService) + "settings: {pool: {connections: 9}}\n");
  const Run result = run_tool(folder.path(), {"generate"});
  CHECK(result.output.find("redis_config.h") == std::string::npos);
  CHECK_THAT(result.output, contains("wrote services/demo/generated/redis_config.cpp\n"));
}

TEST_CASE("quiet prints nothing") {
  const SchemaFolder schema;
  const Run result = run_tool(schema.folder().path(), {"generate", "--quiet"});
  CHECK(result.status == 0);
  CHECK(result.output.empty());
  CHECK(result.errors.empty());
}

TEST_CASE("places of the output") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  CHECK(run_tool(folder.path(), {"generate", "--service", "demo", "--output", "here"}).status == 0);
  CHECK(folder.has("here/redis_config.h"));
  CHECK(run_tool(folder.path(), {"generate", "--output", "there"}).status == 0);
  CHECK(folder.has("there/demo/generated/redis_config.h"));
  CHECK(run_tool(folder.path("schema"), {"generate", "--schema", "redis.yaml"}).status == 0);
  CHECK(folder.has(kHeader));
}

TEST_CASE("the depfile names what was read, the stamp is touched each time") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  folder.write("templates/env.example.tpl", "{{SERVICE}}\n");
  const std::vector<std::string> arguments{"generate",         "--service",    "demo",
                                           "--depfile",        "build/demo.d", "--stamp",
                                           "build/demo.stamp", "--templates",  "templates"};
  REQUIRE(run_tool(folder.path(), arguments).status == 0);
  CHECK(folder.read("build/demo.d") ==
        "build/demo.stamp: \\\n  schema/redis.yaml \\\n  schema/services/demo.yaml \\\n  "
        "templates/env.example.tpl\n");
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(folder.path("build/demo.stamp"), long_ago);
  REQUIRE(run_tool(folder.path(), arguments).status == 0);
  CHECK(fs::last_write_time(folder.path("build/demo.stamp")) > long_ago);
}

TEST_CASE("a symbolic link is not followed") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  folder.write("target", "kept");
  fs::create_directories(folder.path("services/demo/generated"));
  fs::create_symlink(folder.path("target"), folder.path(kHeader));
  const Run result = run_tool(folder.path(), {"generate"});
  CHECK(result.status == 73);
  CHECK_THAT(result.errors, contains("is a symbolic link"));
  CHECK(folder.read("target") == "kept");
}

TEST_CASE("a literal secret reaches no output") {
  const SchemaFolder schema(
      kSharedSchema, "redisconf: 1\nservice: demo\nsettings: {connection: {password: hunter2, prot: 1}}\n");
  const auto command = GENERATE(as<std::string>{}, "generate", "check");
  const Run result = run_tool(schema.folder().path(), {command});
  CHECK(result.status == 65);
  CHECK_THAT(result.errors, contains("connection.password must be a reference to a secret"));
  CHECK_THAT(result.errors, contains("unknown key 'prot'"));
  CHECK((result.output + result.errors).find("hunter2") == std::string::npos);
}

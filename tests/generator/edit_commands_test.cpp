// fmt, migrate, init and add-service, through the tool.
#include <filesystem>

#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUntidy = "redisconf: 1\nservice:   demo   # its name\n";
constexpr std::string_view kTidy = "redisconf: 1\nservice: demo                    # its name\n";
constexpr const char* kDemo = "schema/services/demo.yaml";

void check_usable(const TemporaryFolder& folder) {
  CHECK(run_tool(folder.path(), {"fmt", "--check"}).status == 0);
  CHECK(run_tool(folder.path(), {"migrate", "--check"}).status == 0);
  CHECK(run_tool(folder.path(), {"generate"}).status == 0);
  CHECK(run_tool(folder.path(), {"check"}).status == 0);
}

// The tool with a file as its standard input.
Run run_with_input(const std::string& folder, const std::string& words, const std::string& input) {
  return run(
      {{"sh", "-c", std::string("exec '") + REDISCONF_TOOL + "' " + words + " < " + input}, folder, {}, {}});
}

}  // namespace

TEST_CASE("fmt formats the whole schema, once") {
  const SchemaFolder schema(kSharedSchema, kUntidy);
  const auto& folder = schema.folder();
  folder.write("schema/approvals.yaml", "redisconf:   1\n");
  const Run first = run_tool(folder.path(), {"fmt"});
  CHECK(first.status == 0);
  CHECK(first.output ==
        "formatted schema/approvals.yaml\nformatted schema/services/demo.yaml\n3 files, 2 changed\n");
  CHECK(folder.read(kDemo) == kTidy);
  CHECK(run_tool(folder.path(), {"fmt"}).output == "3 files, 0 changed\n");
}

TEST_CASE("fmt --check shows the difference, and its command mends it") {
  const SchemaFolder schema(kSharedSchema, kUntidy);
  const auto& folder = schema.folder();
  const Run result = run_tool(folder.path(), {"fmt", "--check"});
  CHECK(result.status == 1);
  CHECK_THAT(result.output, contains("+++ schema/services/demo.yaml\n"));
  CHECK_THAT(result.output, contains("\n-service:   demo   # its name\n"));
  CHECK(folder.read(kDemo) == kUntidy);
  const auto fix = result.errors.find("fix: ");
  REQUIRE(fix != std::string::npos);
  const std::string command = result.errors.substr(fix + 5, result.errors.find('\n', fix) - fix - 5);
  CHECK(run({{"sh", "-c", command}, folder.path(), {}, {}}).status == 0);
  CHECK(run_tool(folder.path(), {"fmt", "--check"}).status == 0);
}

TEST_CASE("fmt --check tells programs in their format") {
  const SchemaFolder schema(kSharedSchema, kUntidy);
  const Run result = run_tool(schema.folder().path(), {"fmt", "--check", "--format", "github"});
  CHECK(result.status == 1);
  CHECK_THAT(result.output, contains("::error file=schema/services/demo.yaml,line=2"));
}

TEST_CASE("fmt shows no secret and changes no file that is not YAML") {
  const SchemaFolder schema("redisconf: 1\nconnection: {password:   hunter2}\n", "a: [hunter2\n");
  const auto& folder = schema.folder();
  const Run check = run_tool(folder.path(), {"fmt", "--check"});
  CHECK(check.status == 65);
  CHECK_THAT(check.output, contains("+connection: {password: ***}\n"));
  CHECK(check.output.find("hunter2") == std::string::npos);

  const Run result = run_tool(folder.path(), {"fmt"});
  CHECK(result.status == 65);
  CHECK_THAT(result.errors, contains("schema/services/demo.yaml:1:"));
  CHECK(folder.read(kDemo) == "a: [hunter2\n");
  CHECK(folder.read("schema/redis.yaml") == "redisconf: 1\nconnection: {password: hunter2}\n");
}

TEST_CASE("fmt takes away a byte order mark, names files, and follows no symbolic link") {
  const TemporaryFolder folder;
  folder.write("marked.yaml",
               "\xEF\xBB\xBF"
               "a: 1\r\n");
  CHECK(run_tool(folder.path(), {"fmt", "--check", "marked.yaml"}).status == 1);
  CHECK(run_tool(folder.path(), {"fmt", "marked.yaml"}).status == 0);
  CHECK(folder.read("marked.yaml") == "a: 1\n");

  folder.write("target.yaml", "a:   1\n");
  fs::create_symlink("target.yaml", folder.path("link.yaml"));
  const Run result = run_tool(folder.path(), {"fmt", "link.yaml"});
  CHECK(result.status == 73);
  CHECK_THAT(result.errors, contains("is a symbolic link"));
  CHECK(folder.read("target.yaml") == "a:   1\n");
  CHECK(run_tool(folder.path(), {"fmt", "absent.yaml"}).status == 66);
}

TEST_CASE("fmt reads standard input for editors") {
  const TemporaryFolder folder;
  folder.write("in.yaml", "a:   1\n");
  folder.write("bad.yaml", "a: [\n");
  CHECK(run_with_input(folder.path(), "fmt -", "in.yaml").output == "a: 1\n");
  CHECK(run_with_input(folder.path(), "fmt --stdin", "in.yaml").output == "a: 1\n");
  CHECK(run_with_input(folder.path(), "fmt --stdin --check", "in.yaml").status == 1);
  const Run bad = run_with_input(folder.path(), "fmt -", "bad.yaml");
  CHECK(bad.status == 65);
  CHECK(bad.output.empty());
  CHECK_THAT(bad.errors, contains("<stdin>:1:"));
  CHECK(run_tool(folder.path(), {"fmt", "--stdin", "in.yaml"}).status == 64);
}

TEST_CASE("migrate has nothing to do for version 1") {
  const SchemaFolder schema;
  const Run result = run_tool(schema.folder().path(), {"migrate"});
  CHECK(result.status == 0);
  CHECK(result.output == "up to date: version 1, nothing to do\n");
}

TEST_CASE("migrate writes the missing version, after --check said so") {
  const SchemaFolder schema(kSharedSchema, "# mine\nservice: demo\n");
  const auto& folder = schema.folder();
  CHECK(run_tool(folder.path(), {"migrate", "--check"}).status == 1);
  CHECK(folder.read(kDemo) == "# mine\nservice: demo\n");
  const Run result = run_tool(folder.path(), {"migrate"});
  CHECK(result.status == 0);
  CHECK_THAT(result.output, contains("schema/services/demo.yaml: version 0 became 1\n"));
  CHECK(folder.read(kDemo) == "redisconf: 1\n# mine\nservice: demo\n");
  check_usable(folder);
}

TEST_CASE("migrate writes nothing when one file is newer, or can't be written") {
  const SchemaFolder schema("environments: {}\n", "redisconf: 2\nservice: demo\n");
  const auto& folder = schema.folder();
  const Run newer = run_tool(folder.path(), {"migrate"});
  CHECK(newer.status == 65);
  CHECK_THAT(newer.errors, contains("newer than this redisconf"));
  CHECK_THAT(newer.errors, contains("nothing was migrated"));
  CHECK(folder.read("schema/redis.yaml") == "environments: {}\n");

  folder.write("target.yaml", "service: demo\n");
  fs::remove(folder.path(kDemo));
  fs::create_symlink("../../target.yaml", folder.path(kDemo));
  CHECK(run_tool(folder.path(), {"migrate"}).status == 73);
  CHECK(folder.read("schema/redis.yaml") == "environments: {}\n");
  CHECK(folder.read("target.yaml") == "service: demo\n");
}

TEST_CASE("init starts a schema that can be used at once") {
  const TemporaryFolder folder;
  const Run result = run_tool(folder.path(), {"init", "--service", "auth", "--service", "user-events"});
  CHECK(result.status == 0);
  CHECK_THAT(result.output, contains("wrote schema/redis.yaml\nwrote schema/services/auth.yaml\n"));
  CHECK_THAT(result.output, contains("redisconf_add_services(SCHEMA schema/redis.yaml)"));
  check_usable(folder);
  CHECK(folder.has("services/user-events/generated/redis_config.h"));
}

TEST_CASE("init calls the first service after the folder where it may") {
  const TemporaryFolder folder;
  CHECK(run_tool(folder.path(), {"init", "shop", "--quiet"}).output.empty());
  CHECK(folder.has("shop/schema/services/shop.yaml"));
  CHECK(run_tool(folder.path(), {"init", "My Shop"}).status == 0);
  CHECK(folder.has("My Shop/schema/services/example.yaml"));
  CHECK(run_tool(folder.path(), {"init", "time/"}).status == 0);
  CHECK(folder.has("time/schema/services/example.yaml"));
}

TEST_CASE("init writes over nothing and names what is there") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  const Run result = run_tool(folder.path(), {"init", "--service", "demo"});
  CHECK(result.status == 73);
  CHECK_THAT(result.errors, contains("schema/redis.yaml: error: exists already\n"));
  CHECK_THAT(result.errors, contains("schema/services/demo.yaml: error: exists already\n"));
  CHECK_THAT(result.errors, contains("redisconf add-service NAME"));
  CHECK(run_tool(folder.path(), {"init", "--service", "other"}).status == 73);
  CHECK_FALSE(folder.has("schema/services/other.yaml"));
  CHECK(folder.read("schema/redis.yaml") == kSharedSchema);
}

TEST_CASE("names that no service can have start nothing") {
  const TemporaryFolder folder;
  CHECK(run_tool(folder.path(), {"init", "--service", "../x"}).status == 64);
  CHECK(run_tool(folder.path(), {"init", "--service", "class"}).status == 65);
  CHECK_FALSE(folder.has("schema"));

  const SchemaFolder schema;
  CHECK(run_tool(schema.folder().path(), {"add-service", "User"}).status == 64);
  CHECK(run_tool(schema.folder().path(), {"add-service", "time"}).status == 65);
  CHECK(run_tool(schema.folder().path(), {"add-service"}).status == 64);
  CHECK(run_tool(folder.path(), {"add-service", "auth"}).status == 66);
  CHECK_FALSE(schema.folder().has("schema/services/time.yaml"));
}

TEST_CASE("add-service adds a service, with its wrapper when asked") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  const Run result =
      run_tool(folder.path(), {"add-service", "user-events", "--summary", "It's: \"all\" #1", "--generate"});
  CHECK(result.status == 0);
  CHECK_THAT(result.output, contains("wrote schema/services/user-events.yaml\n"));
  CHECK_THAT(folder.read("schema/services/user-events.yaml"),
             contains("summary: \"It's: \\\"all\\\" #1\"\n"));
  CHECK(folder.has("services/user-events/generated/redis_config.h"));
  CHECK(run_tool(folder.path(), {"check", "--service", "user-events"}).status == 0);
  CHECK(run_tool(folder.path(), {"add-service", "plain", "--summary", "Counts what users do."}).status == 0);
  CHECK_THAT(folder.read("schema/services/plain.yaml"), contains("summary: Counts what users do.\n"));
  check_usable(folder);
}

TEST_CASE("add-service writes over nothing, and no namespace twice") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  CHECK(run_tool(folder.path(), {"add-service", "demo"}).status == 73);
  CHECK(folder.read(kDemo) == kService);
  REQUIRE(run_tool(folder.path(), {"add-service", "user-events"}).status == 0);
  const Run result = run_tool(folder.path(), {"add-service", "user_events"});
  CHECK(result.status == 65);
  CHECK_THAT(result.errors, contains("the same namespace as schema/services/user-events.yaml"));
  CHECK_FALSE(folder.has("schema/services/user_events.yaml"));
}

TEST_CASE("adopt: from a source tree to a wrapper, and a lint that lists what is undecided") {
  const TemporaryFolder folder;
  folder.write("shop/cart/a.py", "import redis\nr = redis.Redis(socket_timeout=0.7)\n");
  folder.write("shop/mail/b.py", "import redis\nr = redis.Redis(socket_timeout=0.9)\n");
  const Run dry = run_tool(folder.path(), {"adopt", "shop", "--dry-run"});
  CHECK(dry.status == 0);
  CHECK_THAT(dry.output, contains("--- schema/services/cart.yaml\n"));
  CHECK_THAT(dry.output, contains("2 services, 2 values taken over, 2 decisions to take\n"));
  CHECK(!std::filesystem::exists(folder.path() + "/schema"));

  CHECK(run_tool(folder.path(), {"adopt", "shop"}).status == 0);
  check_usable(folder);
  const Run lint = run_tool(folder.path(), {"lint"});
  CHECK_THAT(lint.output + lint.errors, contains("the services disagree, and nobody has decided yet"));
  CHECK_THAT(run_tool(folder.path(), {"show", "mail", "production"}).output, contains("900ms"));

  const Run again = run_tool(folder.path(), {"adopt", "shop"});
  CHECK(again.status == 73);
  CHECK_THAT(again.errors, contains("exists already"));
}

TEST_CASE("adopt: wrong usage, and a tree without services") {
  const TemporaryFolder folder;
  folder.write("a.txt", "nothing\n");
  CHECK(run_tool(folder.path(), {"adopt", "nowhere"}).status == 66);
  CHECK(run_tool(folder.path(), {"adopt", "."}).status == 1);
  CHECK(run_tool(folder.path(), {"adopt"}).status == 64);
  CHECK(run_tool(folder.path(), {"adopt", ".", "--service", "x"}).status == 64);
  CHECK(run_tool(folder.path(), {"adopt", ".", "--service", "X=y"}).status == 64);
  CHECK(run_tool(folder.path(), {"adopt", ".", "--service", "x=y", "--service", "x=z"}).status == 64);
}

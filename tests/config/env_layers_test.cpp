// .env files as layers below the process's variables.
#include <redisconf/config/describe.h>
#include <redisconf/config/settings.h>

#include "support.h"
#include "temporary_folder.h"

#include <sys/stat.h>

#include <string>

using redisconf::Inputs;
using redisconf::generated::variable;
using redisconf::test::contains;
using redisconf::test::problem_at;
using redisconf::test::problems_of;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

namespace {

Inputs with_files(const char* specific, const char* general) {
  Inputs inputs = Inputs::from({});
  inputs.set_env_folder("/project");
  if (specific != nullptr) inputs.set_file("/project/.env.development", specific);
  if (general != nullptr) inputs.set_file("/project/.env", general);
  return inputs;
}

}  // namespace

TEST_CASE("process, .env.<environment>, .env, schema: in this order", "[env-layers]") {
  TestSchema schema;
  Inputs inputs = with_files("REDIS_PORT=7002\n", "REDIS_PORT=7001\nREDIS_DATABASE=3\n");
  inputs.set("REDIS_PORT", "7003");
  CHECK(TestConfig::load(schema, inputs).connection().port == 7003);
  inputs.unset("REDIS_PORT");
  const auto config = TestConfig::load(schema, inputs);
  CHECK(config.connection().port == 7002);
  CHECK(config.connection().database == 3);
  CHECK(config.connection().host == "localhost");
  CHECK(std::string(config.origin("connection.port")) == "REDIS_PORT in .env.development");
  CHECK(std::string(config.origin("connection.database")) == "REDIS_DATABASE in .env");
}

TEST_CASE("within a file the same order holds as in the environment", "[env-layers]") {
  TestSchema schema;
  schema.set_relaxed("connection.database", variable("TEAM_DATABASE"));
  const auto config = TestConfig::load(
      schema,
      with_files("REDIS_PORT=7001\nSHOP_REDIS_PORT=7002\nTEAM_DATABASE=9\nREDIS_PASSWORD='p#$'\n", nullptr));
  CHECK(config.connection().port == 7002);
  CHECK(config.connection().database == 9);
  CHECK(config.connection().password.reveal() == "p#$");
}

TEST_CASE("a file may hold a URL, which contradicts only its own parts", "[env-layers]") {
  TestSchema schema;
  Inputs inputs = with_files(nullptr, "REDIS_URL=redis://file.example:7000\n");
  CHECK(TestConfig::load(schema, inputs).connection().host == "file.example");
  inputs.set("REDIS_PORT", "7001");
  CHECK(TestConfig::load(schema, inputs).connection().port == 7001);
  const auto problems =
      problems_of(schema, with_files(nullptr, "REDIS_URL=redis://file.example\nREDIS_HOST=other.example\n"));
  CHECK_THAT(problem_at(problems, "REDIS_HOST in .env").rule, contains("contradicts REDIS_URL"));
}

TEST_CASE("faults of a file come with line and column, and without its values", "[env-layers]") {
  TestSchema schema;
  const auto problems =
      problems_of(schema, with_files(nullptr, "REDIS_HOST=ok.example\nREDIS_PASSWORD=\"hunter2\n"));
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problems[0].where, contains(".env:2:"));
  CHECK_THAT(problems[0].rule + problems[0].fix, !contains("hunter2"));
}

TEST_CASE("a file can't name the environment", "[env-layers]") {
  TestSchema schema;
  const auto problems = problems_of(schema, with_files(nullptr, "ENVIRONMENT=production\n"));
  CHECK_THAT(problem_at(problems, "ENVIRONMENT in .env").rule, contains("can't name the environment"));
}

TEST_CASE("no folder, no files", "[env-layers]") {
  TestSchema schema;
  Inputs inputs = with_files(nullptr, "REDIS_PORT=7001\n");
  inputs.set_env_folder(nullptr);
  CHECK(TestConfig::load(schema, inputs).connection().port == 6379);
}

TEST_CASE("a variable that nothing reads is a warning, an error in strict environments", "[unread]") {
  TestSchema schema;
  Inputs inputs = Inputs::from({{"REDIS_HSOT", "redis.example"}});
  const auto config = TestConfig::load(schema, inputs);
  const auto& warnings = redisconf::warnings(config);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].where == "REDIS_HSOT");
  CHECK(warnings[0].fix == "did you mean REDIS_HOST?");

  Inputs production = redisconf::test::production_inputs();
  production.set("SHOP_REDIS_PASWORD", "hunter2");
  const auto problem = problem_at(problems_of(schema, production), "SHOP_REDIS_PASWORD");
  CHECK(problem.rule == "is read by nothing");
  CHECK(problem.fix == "did you mean SHOP_REDIS_PASSWORD?");
}

TEST_CASE("what belongs to others is left alone", "[unread]") {
  TestSchema schema;
  Inputs inputs = redisconf::test::production_inputs();
  for (const char* const name :
       {"BACKEND_REDIS_HOST", "REDISCLI_AUTH", "REDISCONF_PRESET", "REDIS_VERSION", "REDIS_DOWNLOAD_URL",
        "CACHE_SERVICE_HOST", "REDIS_SERVICE_PORT_TLS", "PATH"}) {
    inputs.set(name, "x");
  }
  CHECK(problems_of(schema, inputs).empty());
  inputs.set("SHPO_REDIS_HOST", "x");
  const auto config = TestConfig::load(schema, inputs);
  REQUIRE(redisconf::warnings(config).size() == 1);
  CHECK(redisconf::warnings(config)[0].fix == "did you mean SHOP_REDIS_HOST?");
}

TEST_CASE("a schema names what is to be ignored", "[unread]") {
  TestSchema schema;
  schema.ignored = {"REDIS_OM_URL"};
  Inputs inputs = redisconf::test::production_inputs();
  inputs.set("REDIS_OM_URL", "x");
  CHECK(problems_of(schema, inputs).empty());
}

TEST_CASE("a folder may end in a slash, and the current one has no name", "[env-layers]") {
  TestSchema schema;
  Inputs inputs = with_files(nullptr, "REDIS_PORT=7001\n");
  inputs.set_env_folder("/project/");
  CHECK(TestConfig::load(schema, inputs).connection().port == 7001);

  inputs.set_file(".env", "REDIS_PORT=7002\n");
  inputs.set_env_folder("");  // the current one
  CHECK(TestConfig::load(schema, inputs).connection().port == 7002);
}

TEST_CASE("a file that exists and can't be read is an error, one that can't exist is none", "[env-layers]") {
  TestSchema schema;
  const redisconf::test::TemporaryFolder folder;
  Inputs inputs = Inputs::from({});
  inputs.set_env_folder(folder.write("a-file", "").c_str());
  CHECK(problems_of(schema, inputs).empty());

  REQUIRE(::mkdir((folder.path() + "/.env").c_str(), 0700) == 0);
  inputs.set_env_folder(folder.path().c_str());
  CHECK(problem_at(problems_of(schema, inputs), ".env").rule == "can't be read: Is a directory");
}

TEST_CASE("what Kubernetes and Docker inject for a service called redis is left alone", "[unread]") {
  TestSchema schema;
  Inputs inputs = redisconf::test::production_inputs();
  inputs.set("REDIS_PORT_6379_UDP_PORT", "6379");
  inputs.set("REDIS_CACHE_PORT", "udp://10.0.0.1:6379");
  CHECK(problems_of(schema, inputs).empty());
  for (const char* const name : {"REDIS_PORT_X", "REDIS_PORT_6379", "REDIS_PORT_6379_HTTP"}) {
    inputs = redisconf::test::production_inputs();
    inputs.set(name, "x");
    CAPTURE(name);
    CHECK(problem_at(problems_of(schema, inputs), name).rule == "is read by nothing");
  }
}

TEST_CASE("a name that is like none of ours has no suggestion", "[unread]") {
  TestSchema schema;
  Inputs inputs = redisconf::test::production_inputs();
  inputs.set("REDIS_SOMETHING_ELSE_ENTIRELY", "x");
  CHECK(problem_at(problems_of(schema, inputs), "REDIS_SOMETHING_ELSE_ENTIRELY").fix ==
        "unset it, or name it in the schema: environment: {ignore: [REDIS_SOMETHING_ELSE_ENTIRELY]}");
}

TEST_CASE("the file form of a named secret and the service's own settings are read names", "[unread]") {
  TestSchema schema;
  schema.customs = {
      {"custom.redis_page", redisconf::generated::CustomType::size, 1, 1 << 20, "", "SHOP_REDIS_PAGE"}};
  schema.shared = {
      {"custom.redis_page", redisconf::generated::literal("64KiB"), "schema/services/shop.yaml custom"}};
  schema.set_strict("connection.password", redisconf::generated::secret("main-redis-token"));
  Inputs inputs = redisconf::test::production_inputs();
  inputs.unset("REDIS_PASSWORD");
  inputs.set("MAIN_REDIS_TOKEN_FILE", "/secrets/token");
  inputs.set_file("/secrets/token", "hunter2");
  CHECK(problems_of(schema, inputs).empty());
  inputs.set("SHOP_REDIS_PAEG", "1KiB");
  CHECK(problem_at(problems_of(schema, inputs), "SHOP_REDIS_PAEG").fix == "did you mean SHOP_REDIS_PAGE?");
}

TEST_CASE("providers know no services: their names take no prefix", "[unread]") {
  TestSchema schema;
  Inputs inputs = redisconf::test::production_inputs();
  inputs.set("SHOP_REDISHOST", "a.example");
  CHECK(problem_at(problems_of(schema, inputs), "SHOP_REDISHOST").rule == "is read by nothing");
}

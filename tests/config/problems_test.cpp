// Everything that is wrong is said, at once, in an operator's words.
#include "support.h"

#include <redisconf/config/settings.h>

#include <algorithm>

using redisconf::ConfigurationError;
using redisconf::Inputs;
using redisconf::Problem;
using redisconf::generated::literal;
using redisconf::generated::variable;
using redisconf::test::contains;
using redisconf::test::problem_at;
using redisconf::test::problems_of;
using redisconf::test::production_inputs;
using redisconf::test::report_of;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

TEST_CASE("production with nothing set names every missing variable", "[problems]") {
  TestSchema schema;
  const auto problems = problems_of(schema, Inputs::from({{"ENVIRONMENT", "production"}}));
  REQUIRE(problems.size() == 2);

  const Problem host = problem_at(problems, "REDIS_HOST");
  CHECK(host.rule == "is not set: connection.host is required in production");
  CHECK(host.entry == "schema/redis.yaml environments.production.connection.host");
  CHECK(host.fix ==
        "export REDIS_HOST=<a host name or an IP address>, or SHOP_REDIS_HOST for this service alone");
  CHECK_THAT(problem_at(problems, "REDIS_PASSWORD").rule, contains("is not set"));
}

TEST_CASE("faults of different kinds are reported together", "[problems]") {
  TestSchema schema;
  const Inputs inputs = Inputs::from({{"ENVIRONMENT", "production"},
                                      {"REDIS_HOST", "localhost"},
                                      {"REDIS_PORT", "70000"},
                                      {"SHOP_REDIS_POOL_CONNECTIONS", "many"},
                                      {"REDIS_TLS_VERIFY", "none"},
                                      {"REDIS_TIMEOUTS_COMMAND", "500"},
                                      {"REDIS_PASSWORD_FILE", "/nonexistent/file"}});
  const auto problems = problems_of(schema, inputs);
  CHECK(problems.size() == 6);
  CHECK_THAT(problem_at(problems, "REDIS_PORT").rule,
             contains("is out of range: connection.port must be a whole number from 1 to 65535"));
  CHECK_THAT(problem_at(problems, "SHOP_REDIS_POOL_CONNECTIONS").rule, contains("is not of the right form"));
  CHECK_THAT(problem_at(problems, "REDIS_TLS_VERIFY").rule, contains("locked in strict environments"));
  CHECK_THAT(problem_at(problems, "REDIS_TIMEOUTS_COMMAND").rule, contains("has no unit"));
  CHECK_THAT(problem_at(problems, "REDIS_PASSWORD_FILE").rule, contains("can't be read"));
  CHECK_THAT(problem_at(problems, "REDIS_HOST (connection.host)").rule, contains("this machine itself"));
}

TEST_CASE("a summary is one line for logs", "[problems]") {
  const ConfigurationError error("shop", "staging",
                                 {{"REDIS_HOST", "is not set", "schema/redis.yaml defaults", "export it"},
                                  {".env:3:1", "is no assignment", "", ""}});
  CHECK(error.summary() ==
        "the Redis configuration of shop in staging is wrong: 2 problems: REDIS_HOST is not set; "
        ".env:3:1 is no assignment");
  CHECK(ConfigurationError("shop", "", {}).summary() ==
        "the Redis configuration of shop is wrong: 0 problems");
}

TEST_CASE("the report shows place, rule, schema entry and fix of each", "[problems]") {
  TestSchema schema;
  CHECK(report_of(schema, Inputs::from({{"ENVIRONMENT", "production"}, {"REDIS_PASSWORD", "hunter2"}})) ==
        "the Redis configuration of shop in production is wrong: 1 problem\n"
        "  1. REDIS_HOST is not set: connection.host is required in production\n"
        "     schema  schema/redis.yaml environments.production.connection.host\n"
        "     fix     export REDIS_HOST=<a host name or an IP address>, or SHOP_REDIS_HOST for this service "
        "alone");
}

TEST_CASE("locked settings can't be changed by a variable where it is strict", "[problems][strict]") {
  TestSchema schema;
  for (const char* const name : {"REDIS_TLS_ENABLED", "REDIS_TLS_VERIFY", "REDIS_TLS_SERVER_NAME",
                                 "REDIS_FALLBACK_MODE", "SHOP_REDIS_TLS_VERIFY"}) {
    CAPTURE(name);
    Inputs inputs = production_inputs();
    inputs.set(name, "full");
    const auto problems = problems_of(schema, inputs);
    CHECK(problems.size() == 1);
    const Problem problem = problem_at(problems, name);
    CHECK_THAT(problem.rule, contains("can't change") && contains("locked in strict environments"));
    CHECK_THAT(problem.entry, contains("schema/redis.yaml environments.production"));
    CHECK_THAT(problem.fix, contains(std::string("unset ") + name));
  }
}

TEST_CASE("the schema itself may hand a locked setting to a variable", "[problems][strict]") {
  TestSchema schema;
  schema.set_strict("tls.server_name", variable("TEAM_REDIS_NAME"));
  Inputs inputs = production_inputs();
  inputs.set("TEAM_REDIS_NAME", "redis.internal.example");
  CHECK(TestConfig::load(schema, inputs).tls().server_name == "redis.internal.example");
}

TEST_CASE("locked settings are free outside of strict environments", "[problems][strict]") {
  TestSchema schema;
  const auto config = TestConfig::load(schema, Inputs::from({{"REDIS_TLS_ENABLED", "true"}}));
  CHECK(config.tls().enabled);
}

TEST_CASE("a wrong value is one problem, not also a broken rule", "[problems]") {
  TestSchema schema;
  schema.shared = {{"timeouts.health", literal("500ms"), "schema/redis.yaml defaults.timeouts.health"},
                   {"timeouts.connect", literal("100ms"), "schema/redis.yaml defaults.timeouts.connect"}};
  for (const auto& [name, value] :
       {std::pair{"REDIS_TIMEOUTS_CONNECT", "soon"}, {"REDIS_HOST", "red is"}, {"REDIS_PORT", ""}}) {
    CAPTURE(name);
    Inputs inputs = production_inputs();
    inputs.set(name, value);
    CHECK(problems_of(schema, inputs).size() == 1);
  }
  Inputs inputs = Inputs::from({{"REDIS_TLS_CA", "pem"}, {"REDIS_TLS_ENABLED", "maybe"}});
  CHECK(problems_of(schema, inputs).size() == 1);
}

TEST_CASE("one unusable value does not hide a rule that another breaks", "[problems]") {
  TestSchema schema;
  Inputs inputs = production_inputs();
  inputs.set("REDIS_HOST", "127.0.0.1");
  inputs.set("REDIS_PORT", "none");
  const auto problems = problems_of(schema, inputs);
  CHECK(problems.size() == 2);
  CHECK_THAT(problem_at(problems, "REDIS_HOST (connection.host)").rule, contains("this machine itself"));
}

TEST_CASE("a wrong value of the schema is mended in the schema", "[problems]") {
  TestSchema schema;
  schema.set_relaxed("connection.port", literal("70000"));
  const Problem problem = problem_at(problems_of(schema, Inputs::from({})), "connection.port");
  CHECK(problem.entry == "schema/redis.yaml environments.development");
  CHECK_THAT(problem.fix, !contains("export") && contains("schema"));
}

TEST_CASE("generated code that is newer than the runtime says so", "[problems]") {
  TestSchema schema;
  schema.shared = {{"connection.from_the_future", literal("1"), "schema/redis.yaml defaults"}};
  const Problem problem = problem_at(problems_of(schema, Inputs::from({})), "connection.from_the_future");
  CHECK_THAT(problem.rule, contains("unknown to this runtime"));
}

TEST_CASE("a service's own settings are checked like all others", "[problems][custom]") {
  using redisconf::generated::CustomType;
  TestSchema schema;
  schema.customs = {{"custom.max_attempts", CustomType::integer, 1, 20, "", "SHOP_MAX_ATTEMPTS"},
                    {"custom.mode", CustomType::choice, 0, 0, "fast|exact", "SHOP_MODE"}};
  schema.shared = {{"custom.mode", literal("exact"), "schema/services/shop.yaml custom.mode.default"}};

  const auto missing = problems_of(schema, Inputs::from({}));
  REQUIRE(missing.size() == 1);
  CHECK(problem_at(missing, "SHOP_MAX_ATTEMPTS").rule ==
        "is not set: custom.max_attempts is required in development");

  const auto wrong = problems_of(schema, Inputs::from({{"SHOP_MAX_ATTEMPTS", "21"}, {"SHOP_MODE", "slow"}}));
  CHECK(wrong.size() == 2);
  CHECK_THAT(problem_at(wrong, "SHOP_MODE").rule, contains("custom.mode must be fast or exact"));
}

TEST_CASE("a configuration error is an Error, and keeps its problems", "[problems]") {
  const ConfigurationError error("shop", "test",
                                 {{"A", "is wrong", "", ""}, {"B", "is worse", "entry", "fix"}});
  CHECK(error.problems().size() == 2);
  CHECK(std::string(static_cast<const redisconf::Error&>(error).what()) ==
        "the Redis configuration of shop in test is wrong: 2 problems\n"
        "  1. A is wrong\n"
        "  2. B is worse\n"
        "     schema  entry\n"
        "     fix     fix");
}

// How a process learns where it runs.
#include "support.h"

using redisconf::ConfigurationError;
using redisconf::Inputs;
using redisconf::test::contains;
using redisconf::test::problem_at;
using redisconf::test::problems_of;
using redisconf::test::production_inputs;
using redisconf::test::report_of;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

namespace {

std::string environment_of(TestSchema& schema, const Inputs& inputs) {
  return TestConfig::load(schema, inputs).environment();
}

}  // namespace

TEST_CASE("the environment is named by a variable or its alias", "[environment]") {
  TestSchema schema;
  CHECK(environment_of(schema, Inputs::from({{"ENVIRONMENT", "test"}})) == "test");
  CHECK(environment_of(schema, Inputs::from({{"APP_ENV", "test"}})) == "test");
  CHECK(environment_of(schema, Inputs::from({{"ENVIRONMENT", "dev"}})) == "development");

  Inputs production = production_inputs();
  production.set("ENVIRONMENT", "prod");
  CHECK(environment_of(schema, production) == "production");
}

TEST_CASE("without a variable the schema's default environment applies", "[environment]") {
  TestSchema schema;
  CHECK(environment_of(schema, Inputs::from({})) == "development");
  CHECK(environment_of(schema, Inputs::from({{"ENVIRONMENT", ""}})) == "development");
  CHECK(environment_of(schema, Inputs::from({{"ENVIRONMENT", ""}, {"APP_ENV", "test"}})) == "test");
}

TEST_CASE("without a default some variable must name it", "[environment]") {
  TestSchema schema;
  schema.default_environment = nullptr;
  const auto problem = problem_at(problems_of(schema, Inputs::from({})), "ENVIRONMENT or APP_ENV");
  CHECK_THAT(problem.rule, contains("is not set"));
  CHECK(problem.entry == "schema/redis.yaml environment");
  CHECK(problem.fix == "export ENVIRONMENT=<one of development, test, staging, production>");
}

TEST_CASE("an unknown environment is an error, never the default", "[environment]") {
  TestSchema schema;
  const auto problem =
      problem_at(problems_of(schema, Inputs::from({{"ENVIRONMENT", "stagging"}})), "ENVIRONMENT");
  CHECK(problem.rule == "names no environment of the schema");
  CHECK(problem.fix == "use one of development, test, staging, production; did you mean staging?");

  const auto far = problem_at(problems_of(schema, Inputs::from({{"APP_ENV", "integration"}})), "APP_ENV");
  CHECK_THAT(far.fix, !contains("did you mean"));
}

TEST_CASE("names of environments are exact", "[environment]") {
  TestSchema schema;
  for (const char* const name : {"Production", "PROD", " production", "production ", "production\n"}) {
    CAPTURE(name);
    Inputs inputs = production_inputs();
    inputs.set("ENVIRONMENT", name);
    CHECK(problems_of(schema, inputs).size() == 1);
  }
}

TEST_CASE("two variables that agree are one answer", "[environment]") {
  TestSchema schema;
  CHECK(environment_of(schema, Inputs::from({{"ENVIRONMENT", "dev"}, {"APP_ENV", "development"}})) ==
        "development");
}

TEST_CASE("two variables that contradict each other are an error", "[environment]") {
  TestSchema schema;
  const auto problem = problem_at(
      problems_of(schema, Inputs::from({{"ENVIRONMENT", "dev"}, {"APP_ENV", "prod"}})), "ENVIRONMENT");
  CHECK(problem.rule == "says development, but APP_ENV says production");
}

TEST_CASE("every variable that is wrong is reported", "[environment]") {
  TestSchema schema;
  const auto problems =
      problems_of(schema, Inputs::from({{"ENVIRONMENT", "nowhere"}, {"APP_ENV", "elsewhere"}}));
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].where == "ENVIRONMENT");
  CHECK(problems[1].where == "APP_ENV");
}

TEST_CASE("the report names the service, not the unknown environment", "[environment]") {
  TestSchema schema;
  const std::string report = report_of(schema, Inputs::from({{"ENVIRONMENT", "hunter2"}}));
  CHECK_THAT(report, contains("the Redis configuration of shop is wrong: 1 problem"));
  CHECK_THAT(report, !contains("hunter2"));
}

// Which layer wins, and that a configuration can tell it.
#include <redisconf/config/settings.h>

#include "support.h"

#include <chrono>

using redisconf::Inputs;
using redisconf::generated::literal;
using redisconf::generated::variable;
using redisconf::test::problem_at;
using redisconf::test::problems_of;
using redisconf::test::production_inputs;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

TEST_CASE("the catalogue's value holds when no layer sets one", "[precedence]") {
  TestSchema schema;
  const auto config = TestConfig::load(schema, Inputs::from({}));
  CHECK(config.connection().port == 6379);
  CHECK(config.timeouts().command == std::chrono::milliseconds(500));
  CHECK_FALSE(config.tls().enabled);
  CHECK(std::string(config.origin("connection.port")) == "catalogue");
}

TEST_CASE("strict environments have safer values of their own", "[precedence]") {
  TestSchema schema;
  const auto config = TestConfig::load(schema, production_inputs());
  CHECK(config.tls().enabled);
  CHECK(config.tls().verify == redisconf::TlsVerify::full);
  CHECK(config.connection().loopback == redisconf::ConnectionLoopback::refuse);
}

TEST_CASE("an environment's value beats the shared one", "[precedence]") {
  TestSchema schema;
  schema.shared = {{"pool.connections", literal("3"), "schema/redis.yaml defaults.pool.connections"}};
  CHECK(TestConfig::load(schema, Inputs::from({})).pool().connections == 3);

  schema.set_relaxed("pool.connections", literal("5"));
  const auto config = TestConfig::load(schema, Inputs::from({}));
  CHECK(config.pool().connections == 5);
  CHECK(std::string(config.origin("pool.connections")) == "schema/redis.yaml environments.development");
}

TEST_CASE("service variable, shared variable, named variable, schema: in this order", "[precedence]") {
  TestSchema schema;
  schema.set_relaxed("connection.port", variable("TEAM_REDIS_PORT", "7000"));
  Inputs inputs =
      Inputs::from({{"SHOP_REDIS_PORT", "7003"}, {"REDIS_PORT", "7002"}, {"TEAM_REDIS_PORT", "7001"}});

  struct Step {
    int port;
    const char* origin;
    const char* next;  // variable that goes away after the step
  };
  for (const Step& step :
       {Step{7003, "SHOP_REDIS_PORT", "SHOP_REDIS_PORT"}, Step{7002, "REDIS_PORT", "REDIS_PORT"},
        Step{7001, "TEAM_REDIS_PORT", "TEAM_REDIS_PORT"},
        Step{7000, "schema/redis.yaml environments.development", "-"}}) {
    const auto config = TestConfig::load(schema, inputs);
    CHECK(config.connection().port == step.port);
    CHECK(std::string(config.origin("connection.port")) == step.origin);
    inputs.unset(step.next);
  }
}

TEST_CASE("a variable that is set but empty is an error, not a missing one", "[precedence]") {
  TestSchema schema;
  Inputs inputs = production_inputs();
  inputs.set("REDIS_HOST", "");
  const auto problem = problem_at(problems_of(schema, inputs), "REDIS_HOST");
  CHECK(problem.rule == "is empty: connection.host must be a host name or an IP address");
}

TEST_CASE("a stronger variable hides a weaker wrong one", "[precedence]") {
  TestSchema schema;
  const auto config =
      TestConfig::load(schema, Inputs::from({{"SHOP_REDIS_PORT", "7003"}, {"REDIS_PORT", "wrong"}}));
  CHECK(config.connection().port == 7003);
}

TEST_CASE("another service's variable means nothing here", "[precedence]") {
  TestSchema schema;
  const auto config = TestConfig::load(schema, Inputs::from({{"OTHER_REDIS_PORT", "7003"}}));
  CHECK(config.connection().port == 6379);
}

TEST_CASE("every kind of setting can come from a variable", "[precedence]") {
  TestSchema schema;
  const auto config = TestConfig::load(schema, Inputs::from({{"REDIS_HOST", "2001:db8::7"},
                                                             {"REDIS_DATABASE", "15"},
                                                             {"REDIS_USERNAME", "app"},
                                                             {"REDIS_PASSWORD", "hunter2"},
                                                             {"REDIS_TLS_ENABLED", "true"},
                                                             {"REDIS_TLS_VERIFY", "ca"},
                                                             {"REDIS_TIMEOUTS_COMMAND", "2s"},
                                                             {"REDIS_FALLBACK_MODE", "memory"}}));
  CHECK(config.connection().host == "2001:db8::7");
  CHECK(config.connection().database == 15);
  CHECK(config.connection().username == "app");
  CHECK(config.connection().password.reveal() == "hunter2");
  CHECK(config.tls().enabled);
  CHECK(config.tls().verify == redisconf::TlsVerify::ca);
  CHECK(config.timeouts().command == std::chrono::seconds(2));
  CHECK(config.fallback().mode == redisconf::FallbackMode::memory);
}

TEST_CASE("the origin of an unset setting is empty, that of an unknown path is null", "[precedence]") {
  TestSchema schema;
  const auto config = TestConfig::load(schema, Inputs::from({}));
  CHECK(std::string(config.origin("connection.username")).empty());
  CHECK(config.origin("connection.nothing") == nullptr);
  CHECK(config.origin("") == nullptr);
}

TEST_CASE("a setting may be named by another setting's variable", "[precedence]") {
  TestSchema schema;
  schema.set_relaxed("connection.client_name", variable("REDIS_HOST", "nobody"));
  Inputs inputs = Inputs::from({{"REDIS_HOST", "a.example"}});
  CHECK(TestConfig::load(schema, inputs).connection().client_name == "a.example");
  inputs = Inputs::from({});
  inputs.set_env_folder("/project");
  inputs.set_file("/project/.env", "REDIS_HOST=b.example\n");
  const auto config = TestConfig::load(schema, inputs);
  CHECK(config.connection().client_name == "b.example");
  CHECK(std::string(config.origin("connection.client_name")) == "REDIS_HOST in .env");
}

// Redis URLs in variables, beside and against the parts.
#include <redisconf/config/describe.h>
#include <redisconf/config/settings.h>

#include "support.h"

#include <algorithm>

using redisconf::Inputs;
using redisconf::generated::literal;
using redisconf::test::contains;
using redisconf::test::problem_at;
using redisconf::test::problems_of;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

namespace {

Inputs production(std::initializer_list<Inputs::Variable> variables) {
  Inputs inputs = Inputs::from(variables);
  inputs.set("ENVIRONMENT", "production");
  return inputs;
}

}  // namespace

TEST_CASE("a URL gives host, port, database, user, password and TLS", "[url-variable]") {
  TestSchema schema;
  const auto config =
      TestConfig::load(schema, production({{"REDIS_URL", "rediss://app:p%40ss@redis.example:6380/2"}}));
  CHECK(config.connection().host == "redis.example");
  CHECK(config.connection().port == 6380);
  CHECK(config.connection().database == 2);
  CHECK(config.connection().username == "app");
  CHECK(config.connection().password.reveal() == "p@ss");
  CHECK(config.tls().enabled);
  CHECK(std::string(config.origin("connection.host")) == "REDIS_URL");
  CHECK(std::string(config.origin("connection.password")) == "REDIS_URL");
}

TEST_CASE("the service's URL beats the shared one, and a TLS one beats both forms", "[url-variable]") {
  TestSchema schema;
  Inputs inputs = Inputs::from({{"SHOP_REDIS_URL", "redis://own.example"},
                                {"REDIS_TLS_URL", "rediss://tls.example"},
                                {"REDIS_URL", "redis://shared.example"}});
  CHECK(TestConfig::load(schema, inputs).connection().host == "own.example");
  inputs.unset("SHOP_REDIS_URL");
  CHECK(TestConfig::load(schema, inputs).connection().host == "tls.example");
  CHECK(TestConfig::load(schema, inputs).tls().enabled);
  inputs.unset("REDIS_TLS_URL");
  CHECK(TestConfig::load(schema, inputs).connection().host == "shared.example");
}

TEST_CASE("a URL may stand in a file", "[url-variable]") {
  TestSchema schema;
  Inputs inputs = Inputs::from({{"REDIS_URL_FILE", "/secrets/url"}});
  inputs.set_file("/secrets/url", "redis://:hunter2@file.example\n");
  const auto config = TestConfig::load(schema, inputs);
  CHECK(config.connection().host == "file.example");
  CHECK(config.connection().password.reveal() == "hunter2");
}

TEST_CASE("a URL beats the schema, and parts that agree with it are fine", "[url-variable]") {
  TestSchema schema;
  const auto config = TestConfig::load(
      schema, Inputs::from({{"REDIS_URL", "redis://redis.example/3"}, {"REDIS_HOST", "redis.example"}}));
  CHECK(config.connection().database == 3);
  CHECK(std::string(config.origin("connection.host")) == "REDIS_HOST");
}

TEST_CASE("parts that contradict a URL are an error, each", "[url-variable]") {
  TestSchema schema;
  const auto problems =
      problems_of(schema, Inputs::from({{"REDIS_URL", "redis://app:one@redis.example:6380/3"},
                                        {"REDIS_HOST", "other.example"},
                                        {"REDIS_PORT", "6379"},
                                        {"SHOP_REDIS_DATABASE", "4"},
                                        {"REDIS_USERNAME", "other"},
                                        {"REDIS_PASSWORD", "two"},
                                        {"REDIS_TLS_ENABLED", "true"}}));
  CHECK(problems.size() == 6);
  CHECK(problem_at(problems, "REDIS_HOST").rule == "contradicts REDIS_URL: both say connection.host");
  CHECK_THAT(problem_at(problems, "SHOP_REDIS_DATABASE").rule, contains("connection.database"));
  CHECK_THAT(problem_at(problems, "REDIS_PASSWORD").rule, contains("connection.password"));
  for (const auto& problem : problems) {
    CHECK_THAT(problem.rule + problem.fix, !contains("one") || contains("one of them"));
    CHECK_THAT(problem.rule + problem.fix, !contains("two"));
  }
}

TEST_CASE("so are a password's file and variables that only the schema knows", "[url-variable]") {
  TestSchema schema;
  schema.set_relaxed("connection.host", redisconf::generated::variable("TEAM_HOST"));
  schema.set_relaxed("connection.password", redisconf::generated::secret("team-token"));
  Inputs inputs = Inputs::from({{"REDIS_URL", "redis://app:first-token@redis.example"},
                                {"TEAM_HOST", "other.example"},
                                {"REDIS_PASSWORD_FILE", "/secrets/password"},
                                {"TEAM_TOKEN_FILE", "/secrets/token"}});
  inputs.set_file("/secrets/password", "second-token\n");
  inputs.set_file("/secrets/token", "third-token\n");
  const auto problems = problems_of(schema, inputs);
  REQUIRE(problems.size() == 3);
  CHECK(problem_at(problems, "TEAM_HOST").rule == "contradicts REDIS_URL: both say connection.host");
  const auto rule = "contradicts REDIS_URL: both say connection.password";
  CHECK(problem_at(problems, "REDIS_PASSWORD_FILE").rule == rule);
  CHECK(problem_at(problems, "TEAM_TOKEN_FILE").rule == rule);

  inputs.set("TEAM_HOST", "redis.example");
  inputs.set_file("/secrets/password", "first-token\n");
  inputs.set_file("/secrets/token", "first-token");
  CHECK(problems_of(schema, inputs).empty());

  inputs.set("TEAM_TOKEN", std::string(70'000, 'x'));  // longer than any secret: a problem, no exception
  CHECK_FALSE(problems_of(schema, inputs).empty());
}

TEST_CASE("a wrong URL is one problem and shows nothing of itself", "[url-variable]") {
  TestSchema schema;
  for (const char* const url :
       {"redis://:hunter2/x@redis.example", "hunter2", "redis://hunter2@redis.example",
        "https://hunter2.upstash.example", "redis://:hunter2@redis.example:70000"}) {
    CAPTURE(url);
    const auto problems = problems_of(schema, Inputs::from({{"REDIS_URL", url}}));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where == "REDIS_URL");
    CHECK_THAT(problems[0].rule + problems[0].fix, !contains("hunter2"));
  }
}

TEST_CASE("a URL can't unlock what a strict environment locks", "[url-variable]") {
  TestSchema schema;
  const auto problems = problems_of(schema, production({{"REDIS_URL", "redis://:p@redis.example"}}));
  CHECK_THAT(problem_at(problems, "REDIS_URL").rule, contains("can't change tls.enabled in production"));
  CHECK(problems_of(schema, production({{"REDIS_URL", "rediss://:p@redis.example"}})).empty());
}

TEST_CASE("a URL of a socket takes the place of the host", "[url-variable]") {
  TestSchema schema;
  const auto config =
      TestConfig::load(schema, Inputs::from({{"REDIS_URL", "unix://:p@/run/redis.sock?db=2"}}));
  CHECK(config.connection().socket == "/run/redis.sock");
  CHECK(config.connection().host.empty());
  CHECK(config.connection().database == 2);
  CHECK_FALSE(config.tls().enabled);
  CHECK(endpoint(config) == "unix://:***@/run/redis.sock?db=2");
}

TEST_CASE("host and socket: the stronger variable wins", "[url-variable]") {
  TestSchema schema;
  const auto own = TestConfig::load(
      schema, Inputs::from({{"SHOP_REDIS_SOCKET", "/run/own.sock"}, {"REDIS_HOST", "redis.example"}}));
  CHECK(own.connection().socket == "/run/own.sock");
  CHECK(own.connection().host.empty());
  schema.set_relaxed("connection.socket", literal("/run/schema.sock"));
  const auto shared = TestConfig::load(schema, Inputs::from({{"REDIS_HOST", "redis.example"}}));
  CHECK(shared.connection().host == "redis.example");
  CHECK(shared.connection().socket.empty());
}

TEST_CASE("host and socket from one source contradict each other", "[url-variable]") {
  TestSchema schema;
  for (const auto& [url, variable, value] :
       {std::tuple{"unix:///run/redis.sock", "REDIS_HOST", "redis.example"},
        std::tuple{"redis://redis.example", "REDIS_SOCKET", "/run/redis.sock"}}) {
    const auto problems = problems_of(schema, Inputs::from({{"REDIS_URL", url}, {variable, value}}));
    CHECK(problem_at(problems, variable).rule == "contradicts REDIS_URL: both say where the server is");
  }
  const auto problems = problems_of(
      schema, Inputs::from({{"REDIS_HOST", "redis.example"}, {"REDIS_SOCKET", "/run/redis.sock"}}));
  CHECK_THAT(problem_at(problems, "REDIS_SOCKET (connection.socket)").rule, contains("connection.host"));
}

TEST_CASE("in a strict environment a socket needs a schema that says so", "[url-variable]") {
  TestSchema schema;
  const auto inputs = production({{"REDIS_URL", "unix://:p@/run/redis.sock"}});
  CHECK_THAT(problem_at(problems_of(schema, inputs), "REDIS_URL").rule,
             contains("can't change tls.enabled in production"));
  schema.set_strict("tls.enabled", literal("false"));
  const auto refused = problems_of(schema, inputs);
  REQUIRE(refused.size() == 1);
  CHECK_THAT(refused[0].rule, contains("must not be this machine itself"));
  schema.set_strict("connection.loopback", literal("allow"));
  CHECK(TestConfig::load(schema, inputs).connection().socket == "/run/redis.sock");
  // A host in its place is back under the rule of TLS.
  CHECK_FALSE(problems_of(schema, production({{"REDIS_URL", "redis://:p@redis.example"}})).empty());
}

TEST_CASE("providers' own names", "[url-variable]") {
  TestSchema schema;
  const auto railway = TestConfig::load(schema, Inputs::from({{"REDISHOST", "railway.example"},
                                                              {"REDISPORT", "7001"},
                                                              {"REDISUSER", "default"},
                                                              {"REDISPASSWORD", "secret"}}));
  CHECK(railway.connection().host == "railway.example");
  CHECK(railway.connection().port == 7001);
  CHECK(railway.connection().username == "default");
  CHECK(railway.connection().password.reveal() == "secret");

  const auto token = TestConfig::load(schema, Inputs::from({{"REDIS_AUTH_TOKEN", "a!&#$^<>-b"}}));
  CHECK(token.connection().password.reveal() == "a!&#$^<>-b");
}

TEST_CASE("Kubernetes' REDIS_PORT is recognised and explained", "[url-variable]") {
  TestSchema schema;
  Inputs inputs = Inputs::from({{"REDIS_PORT", "tcp://10.0.0.1:6379"},
                                {"REDIS_SERVICE_HOST", "10.0.0.1"},
                                {"REDIS_SERVICE_PORT", "6379"},
                                {"REDIS_PORT_6379_TCP", "tcp://10.0.0.1:6379"},
                                {"REDIS_PORT_6379_TCP_ADDR", "10.0.0.1"}});
  const auto problem = problem_at(problems_of(schema, inputs), "REDIS_PORT");
  CHECK_THAT(problem.rule, contains("Kubernetes"));
  CHECK_THAT(problem.fix, contains("SHOP_REDIS_PORT"));
  CHECK_THAT(problem.fix, contains("REDIS_SERVICE_PORT"));
  CHECK_THAT(problem.rule + problem.fix, !contains("10.0.0.1"));
  inputs.set("SHOP_REDIS_PORT", "6379");
  CHECK(problems_of(schema, inputs).empty());
}

TEST_CASE("a part that is wrong by itself is one problem, no contradiction", "[url-variable]") {
  TestSchema schema;
  const auto problems = problems_of(
      schema, Inputs::from({{"REDIS_URL", "redis://redis.example:6380"}, {"REDIS_PORT", "wrong"}}));
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problem_at(problems, "REDIS_PORT").rule, contains("is not of the right form"));
}

TEST_CASE("a wrong URL is one problem: what it may have said is not missing too", "[url-variable]") {
  TestSchema schema;
  for (const auto* const wrong :
       {"redis.example:6380", "redis://redis.example:port/0", "http://redis.example"}) {
    const auto problems = problems_of(schema, production({{"REDIS_URL", wrong}}));
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().where == "REDIS_URL");
  }
  schema.set_strict("connection.port", redisconf::generated::variable("TEAM_REDIS_PORT"));
  CHECK(problems_of(schema, production({{"REDIS_URL", "redis.example:6380"}})).size() == 1);
  CHECK(problems_of(schema, production({{"REDIS_URL", "redis://redis.example"}, {"REDIS_DB", "x"}})).size() >
        1);
}

TEST_CASE("Sentinels in variables take the place of a host that the schema wants", "[url-variable]") {
  TestSchema schema;
  Inputs inputs = production({{"REDIS_SENTINEL_NODES", "a.example:26379"},
                              {"REDIS_SENTINEL_MASTER", "main"},
                              {"REDIS_PASSWORD", "secret"}});
  const auto config = TestConfig::load(schema, inputs);
  CHECK(config.connection().host.empty());
  CHECK(config.sentinel().nodes == "a.example:26379");

  inputs.set("REDIS_HOST", "redis.example");
  const auto problems = problems_of(schema, inputs);
  REQUIRE(problems.size() == 1);
  CHECK_THAT(problem_at(problems, "REDIS_SENTINEL_NODES (sentinel.nodes)").rule, contains("connection.host"));
  inputs.unset("REDIS_SENTINEL_NODES");
  inputs.set("SHOP_REDIS_SENTINEL_NODES", "a.example:26379");
  CHECK(TestConfig::load(schema, inputs).connection().host.empty());
}

TEST_CASE("REDIS_URL leads tests to memory://, and nothing strict", "[url-variable]") {
  TestSchema schema;
  const auto config = TestConfig::load(
      schema, Inputs::from({{"ENVIRONMENT", "development"}, {"REDIS_URL", "memory://tests/2"}}));
  CHECK(config.connection().socket == "memory://tests");
  CHECK(config.connection().database == 2);
  CHECK(redisconf::endpoint(config) == "memory://tests/2");
  const auto problems = problems_of(schema, production({{"REDIS_URL", "memory://tests"}}));
  CHECK(std::ranges::any_of(problems, [](const redisconf::Problem& problem) {
    return problem.rule.find("must not be memory://") != std::string::npos;
  }));
}

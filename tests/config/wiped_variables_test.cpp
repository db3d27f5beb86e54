// Secrets that leave the environment of this process after load().
#include <redisconf/config/config_watcher.h>
#include <redisconf/config/describe.h>
#include <redisconf/config/secret_provider.h>
#include <redisconf/config/settings.h>

#include "support.h"

#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using redisconf::Inputs;
using redisconf::test::contains;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

namespace {

// Sets variables of this process, and takes them back.
class Environment {
 public:
  Environment() { set("ENVIRONMENT", "production"); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() {
    for (const std::string& name : names_) ::unsetenv(name.c_str());
  }

  void set(const std::string& name, const std::string& value) {
    names_.insert(name);
    REQUIRE(::setenv(name.c_str(), value.c_str(), 1) == 0);
  }

 private:
  std::set<std::string> names_;
};

std::optional<std::string> variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// What load() finds in the process, without the .env files of the current folder.
Inputs process_inputs() {
  Inputs inputs = Inputs::process();
  inputs.set_env_folder(nullptr);
  return inputs;
}

std::string password_of(const TestConfig& config) {
  return std::string(config.connection().password.reveal());
}

}  // namespace

TEST_CASE("secrets leave the environment, and stay with the inputs", "[inputs][wipe]") {
  Environment environment;
  environment.set("REDIS_HOST", "redis.example");
  environment.set("REDIS_PASSWORD", "first-password");
  TestSchema schema;
  Inputs inputs = process_inputs();
  const Inputs copy = inputs;
  const TestConfig config = TestConfig::load(schema, inputs);

  inputs.wipe_secret_variables(config);
  CHECK_FALSE(variable("REDIS_PASSWORD"));
  CHECK(variable("REDIS_HOST") == "redis.example");
  CHECK(variable("ENVIRONMENT") == "production");
  CHECK(password_of(config) == "first-password");

  CHECK(inputs.find("REDIS_PASSWORD") == std::string_view("first-password"));
  for (const Inputs& again : {inputs, copy}) {
    const TestConfig second = TestConfig::load(schema, again);
    CHECK(password_of(second) == "first-password");
    CHECK(second.origin("connection.password") == std::string_view("REDIS_PASSWORD"));
  }
  CHECK_THAT(report_of(schema, process_inputs()), contains("REDIS_PASSWORD is not set"));
}

TEST_CASE("a watcher that was made before goes on after wiping", "[inputs][wipe]") {
  Environment environment;
  environment.set("REDIS_HOST", "redis.example");
  environment.set("REDIS_PASSWORD", "first-password");
  TestSchema schema;
  Inputs inputs = process_inputs();
  int loads = 0;
  int problems = 0;
  redisconf::WatchOptions options;
  options.own_loop = true;
  options.on_problem = [&](const redisconf::ConfigurationError&) { ++problems; };
  redisconf::WatchCore watcher(
      [&](const Inputs& now) {
        ++loads;
        return std::make_shared<TestConfig>(TestConfig::load(schema, now));
      },
      inputs, options);
  inputs.wipe_secret_variables(TestConfig::load(schema, inputs));
  (void)watcher.reload_now();
  CHECK(loads == 2);
  CHECK(problems == 0);
  CHECK(redisconf::WatchCore::Reading(watcher).config().connection().password.reveal() == "first-password");
}

TEST_CASE("wiping twice keeps what was wiped first", "[inputs][wipe]") {
  Environment environment;
  environment.set("REDIS_HOST", "redis.example");
  environment.set("REDIS_PASSWORD", "first-password");
  TestSchema schema;
  Inputs inputs = process_inputs();
  inputs.wipe_secret_variables(TestConfig::load(schema, inputs));
  inputs.wipe_secret_variables(TestConfig::load(schema, inputs));
  CHECK(password_of(TestConfig::load(schema, inputs)) == "first-password");
}

TEST_CASE("a variable that is set again wins over the wiped one", "[inputs][wipe]") {
  Environment environment;
  environment.set("REDIS_HOST", "redis.example");
  environment.set("REDIS_PASSWORD", "first-password");
  TestSchema schema;
  Inputs inputs = process_inputs();
  inputs.wipe_secret_variables(TestConfig::load(schema, inputs));

  environment.set("REDIS_PASSWORD", "second-password");
  CHECK(password_of(TestConfig::load(schema, inputs)) == "second-password");
  inputs.set("REDIS_PASSWORD", "third-password");
  CHECK(password_of(TestConfig::load(schema, inputs)) == "third-password");
  inputs.unset("REDIS_PASSWORD");
  inputs.wipe_secret_variables(TestConfig::load(schema, inputs));
  CHECK(password_of(TestConfig::load(schema, inputs)) == "second-password");
}

TEST_CASE("every name of a secret is wiped, and nothing else", "[inputs][wipe]") {
  const std::vector<std::string> secrets{"REDIS_PASSWORD",    "SHOP_REDIS_PASSWORD", "REDISPASSWORD",
                                         "REDIS_AUTH_TOKEN",  "REDIS_TLS_KEY",       "SHOP_REDIS_TLS_KEY",
                                         "SHOP_REDIS_TLS_CA", "OUR_PRIVATE_CA",      "REDIS_TLS_CERTIFICATE"};
  const std::vector<std::string> others{"REDIS_HOST",
                                        "SHOP_REDIS_PORT",
                                        "REDIS_PASSWORD_HINT",
                                        "REDIS_USERNAME",
                                        "BILLING_REDIS_PASSWORD",
                                        "SHOP_THEME",
                                        "REDIS_TLS_KEY_FILE",
                                        "SHOPREDIS"};
  Environment environment;
  TestSchema schema;
  schema.set_strict("tls.ca", redisconf::generated::secret("our-private-ca"));
  Inputs given = redisconf::test::production_inputs();
  given.set("OUR_PRIVATE_CA", "authority");
  const TestConfig config = TestConfig::load(schema, given);
  for (const std::string& name : secrets) environment.set(name, "a secret");
  for (const std::string& name : others) environment.set(name, "not one");

  process_inputs().wipe_secret_variables(config);
  for (const std::string& name : secrets) {
    CAPTURE(name);
    CHECK_FALSE(variable(name.c_str()));
  }
  for (const std::string& name : others) {
    CAPTURE(name);
    CHECK(variable(name.c_str()) == "not one");
  }
}

TEST_CASE("a URL is wiped when it holds a password or can't be read", "[inputs][wipe]") {
  const auto [url, stays] =
      GENERATE(table<std::string, bool>({{"redis://redis.example:6379/0", true},
                                         {"redis://app:a-password@redis.example", false},
                                         {"redis://redis.example?password=x", false},
                                         {"a-password", false}}));
  for (const char* const name : {"REDIS_URL", "SHOP_REDIS_URL", "REDIS_TLS_URL", "SHOP_REDIS_TLS_URL"}) {
    Environment environment;
    TestSchema schema;
    environment.set(name, url);
    process_inputs().wipe_secret_variables(TestConfig::load(schema, redisconf::test::production_inputs()));
    CHECK(variable(name).has_value() == stays);
  }
}

TEST_CASE("a configuration of a URL loads again after it was wiped", "[inputs][wipe]") {
  Environment environment;
  environment.set("REDIS_TLS_URL", "rediss://app:a-password@redis.example:6390");
  TestSchema schema;
  Inputs inputs = process_inputs();
  inputs.wipe_secret_variables(TestConfig::load(schema, inputs));
  CHECK_FALSE(variable("REDIS_TLS_URL"));
  const TestConfig config = TestConfig::load(schema, inputs);
  CHECK(password_of(config) == "a-password");
  CHECK(config.connection().port == 6390);
}

TEST_CASE("children inherit no wiped secret", "[inputs][wipe]") {
  Environment environment;
  environment.set("REDIS_HOST", "redis.example");
  environment.set("REDIS_PASSWORD", "first-password");
  TestSchema schema;
  Inputs inputs = process_inputs();
  const TestConfig config = TestConfig::load(schema, inputs);
  const auto environment_of_child = [] {
    const auto answer = redisconf::exec_secrets({{"env"}})->get("any");
    return std::string(answer.secret.reveal());
  };
  CHECK_THAT(environment_of_child(), contains("REDIS_PASSWORD=first-password"));
  inputs.wipe_secret_variables(config);
  CHECK_THAT(environment_of_child(), contains("REDIS_HOST=redis.example") && !contains("REDIS_PASSWORD"));
}

TEST_CASE("given variables stay: they are not of the process", "[inputs][wipe]") {
  Environment environment;
  environment.set("REDIS_PASSWORD", "of the process");
  TestSchema schema;
  Inputs inputs = redisconf::test::production_inputs();
  inputs.wipe_secret_variables(TestConfig::load(schema, inputs));
  CHECK(inputs.find("REDIS_PASSWORD") == std::string_view("correct horse battery staple"));
  CHECK(variable("REDIS_PASSWORD") == "of the process");
}

TEST_CASE("a variable may be longer than a secret", "[inputs][wipe]") {
  const std::string value(100'000, 'x');
  Inputs inputs = Inputs::from({});
  inputs.set("LONG", value);
  CHECK(inputs.find("LONG") == value);
  const Inputs copy = inputs;
  CHECK(copy.find("LONG") == value);
}

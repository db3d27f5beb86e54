#include <redisconf/config/inputs.h>
#include <redisconf/config/settings.h>

#include "support.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <utility>

using redisconf::Inputs;

TEST_CASE("given inputs hold exactly what they were given", "[inputs]") {
  Inputs inputs = Inputs::from({{"REDIS_HOST", "redis.example"}, {"EMPTY", ""}});
  CHECK(std::string(inputs.find("REDIS_HOST")) == "redis.example");
  CHECK(std::string(inputs.find("EMPTY")).empty());
  CHECK(inputs.find("redis_host") == nullptr);
  CHECK(inputs.find("PATH") == nullptr);

  inputs.set("REDIS_HOST", std::string("other.example"));
  CHECK(std::string(inputs.find("REDIS_HOST")) == "other.example");
  inputs.unset("REDIS_HOST");
  inputs.unset("NEVER_SET");
  CHECK(inputs.find("REDIS_HOST") == nullptr);
}

TEST_CASE("copies of inputs are independent", "[inputs]") {
  const Inputs original = Inputs::from({{"A", "1"}});
  Inputs copy = original;
  copy.set("A", "2");
  CHECK(std::string(original.find("A")) == "1");

  Inputs moved = std::move(copy);
  CHECK(std::string(moved.find("A")) == "2");
  moved = original;
  CHECK(std::string(moved.find("A")) == "1");
}

TEST_CASE("the process's own variables are seen live, and may be overlaid", "[inputs]") {
  Inputs inputs = Inputs::process();
  const char* const path = std::getenv("PATH");
  REQUIRE(path != nullptr);
  CHECK(std::string(inputs.find("PATH")) == path);
  CHECK(inputs.find("REDISCONF_TEST_NO_SUCH_VARIABLE") == nullptr);

  inputs.set("PATH", "/overlaid");
  CHECK(std::string(inputs.find("PATH")) == "/overlaid");
  inputs.unset("PATH");
  CHECK(std::string(inputs.find("PATH")) == path);
}

// unsetenv() and putenv() never make such an environment, but execve() can.
TEST_CASE("a process's environment may be missing, or hold what is no variable", "[inputs]") {
  redisconf::test::TestSchema schema;
  char** const before = environ;
  std::string no_variable = "REDIS_PORT";
  std::string variable = "REDIS_PORT=7001";
  std::array<char*, 3> entries{no_variable.data(), variable.data(), nullptr};
  environ = entries.data();
  Inputs inputs = Inputs::process();
  inputs.set_env_folder(nullptr);
  const int port = redisconf::test::TestConfig::load(schema, inputs).connection().port;
  environ = nullptr;
  const int standard = redisconf::test::TestConfig::load(schema, inputs).connection().port;
  environ = before;
  CHECK(port == 7001);
  CHECK(standard == 6379);
}

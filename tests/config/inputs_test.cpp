#include <redisconf/config/inputs.h>

#include "support.h"

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

#include "support/catch.h"

#include <redisconf/client/errors.h>
#include <redisconf/client/program.h>

#include <stdexcept>

using redisconf::run_program;

TEST_CASE("a program's exit status follows sysexits.h", "[client][program]") {
  CHECK(run_program("trial", [] { return 3; }) == 3);
  CHECK(run_program("trial", []() -> int { throw redisconf::RedisError({}); }) == 69);
  CHECK(run_program("trial", []() -> int { throw redisconf::ConfigurationError("trial", "test", {}); }) ==
        78);
  CHECK(run_program("trial", []() -> int { throw std::runtime_error("odd"); }) == 70);
}

#include "output/depfile.h"

#include "support/catch.h"

using redisconf::compiler::depfile;

TEST_CASE("dependencies in Makefile syntax") {
  CHECK(depfile("a.stamp", {"schema/redis.yaml", "x.yaml"}) ==
        "a.stamp: \\\n  schema/redis.yaml \\\n  x.yaml\n");
}

TEST_CASE("what make would read otherwise is escaped") {
  CHECK(depfile("my stamp", {"a#b", "$c", "d\\ e", "f\\g"}) ==
        "my\\ stamp: \\\n  a\\#b \\\n  $$c \\\n  d\\\\\\ e \\\n  f\\g\n");
}

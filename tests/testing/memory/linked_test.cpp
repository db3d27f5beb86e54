// A program that links redisconf::testing and names nothing of it: memory:// is served all the same.
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/config/settings_builder.h>

TEST_CASE("linking redisconf::testing is enough for memory://") {
  redisconf::SettingsBuilder builder("linked-test");
  builder.environment("testing", redisconf::Strict::no).connection().socket("memory://linked");
  redisconf::Client client = redisconf::connect(builder.build());
  client.set("key", "value");
  CHECK(client.get("key") == "value");
}

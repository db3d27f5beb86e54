// Fields of what INFO answers.
#include <redisconf/client/info.h>

#include "support/catch.h"

using redisconf::info_field;
using redisconf::info_number;

TEST_CASE("INFO is read by name, whatever ends its lines", "[info]") {
  for (const std::string_view info :
       {"# Server\r\nredis_version:7.0.15\r\n\r\n# Memory\r\nmaxmemory:12\r\nos:a:b\r\nempty:\r\n",
        "# Server\nredis_version:7.0.15\n\n# Memory\nmaxmemory:12\nos:a:b\nempty:"}) {
    CHECK(info_field(info, "redis_version") == "7.0.15");
    CHECK(info_field(info, "os") == "a:b");
    CHECK(info_field(info, "empty") == "");
    CHECK(info_number(info, "maxmemory") == 12);
    CHECK(info_number(info, "os") == 0);
    CHECK(info_number(info, "redis_version") == 7);
  }
}

TEST_CASE("a name is a whole one, at the beginning of a line", "[info]") {
  constexpr std::string_view kInfo = "used_memory_peak:3\r\nnote:used_memory:4\r\n";
  CHECK_FALSE(info_field(kInfo, "used_memory").has_value());
  CHECK_FALSE(info_field(kInfo, "memory").has_value());
  CHECK_FALSE(info_field(kInfo, "").has_value());
  CHECK_FALSE(info_field("", "used_memory").has_value());
  CHECK_FALSE(info_field("used_memory", "used_memory").has_value());
  CHECK(info_number(kInfo, "used_memory") == 0);
}

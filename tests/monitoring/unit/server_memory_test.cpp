#include "server_memory.h"

#include "support/catch.h"

using redisconf::parse_server_memory;

TEST_CASE("what INFO memory tells", "[server-memory]") {
  const auto memory = parse_server_memory(
      "# Memory\r\nused_memory:873400\r\nused_memory_human:852.93K\r\nused_memory_rss:7340032\r\n"
      "used_memory_peak:931936\r\nmaxmemory:1048576\r\nmaxmemory_policy:allkeys-lru\r\n"
      "mem_fragmentation_ratio:8.55\r\n");
  REQUIRE(memory.has_value());
  CHECK(memory->used_bytes == 873400);
  CHECK(memory->resident_bytes == 7340032);
  CHECK(memory->peak_bytes == 931936);
  CHECK(memory->limit_bytes == 1048576);
  CHECK(memory->eviction == "allkeys-lru");
  CHECK(memory->fragmentation == 8.55);
}

TEST_CASE("what is no answer to INFO memory", "[server-memory]") {
  for (const char* const text : {"", "\r\n", "used_memory", "used_memory_human:1K", "PONG", "used_memory:"})
    CHECK_FALSE(parse_server_memory(text).has_value());
}

TEST_CASE("a stranger's policy does not go on", "[server-memory]") {
  CHECK(parse_server_memory("used_memory:1\r\nmaxmemory_policy:<script>")->eviction.empty());
  CHECK(parse_server_memory("used_memory:x")->used_bytes == 0);
}

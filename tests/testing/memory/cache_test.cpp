// redisconf::cache on memory://, scripts and all.
#include "support/catch.h"

#include <redisconf/cache/cache.h>
#include <redisconf/client/client.h>
#include <redisconf/config/resources.h>
#include <redisconf/config/settings_builder.h>
#include <redisconf/testing/memory_redis.h>

#include <chrono>
#include <string>

using namespace std::chrono_literals;

namespace {

redisconf::CacheSettings pages(redisconf::CacheFallback fallback) {
  redisconf::CacheSettings settings;
  settings.name = "pages";
  settings.key_prefix = "trial:pages:";
  settings.time_to_live = 1h;
  settings.fallback = fallback;
  return settings;
}

redisconf::Client client_of(const redisconf::testing::MemoryRedis& redis) {
  redisconf::SettingsBuilder builder("memory-test");
  builder.environment("testing", redisconf::Strict::no).connection().socket(redis.url());
  return redisconf::connect(builder.build());
}

}  // namespace

TEST_CASE("a cache works on memory://, and its entries end by the clock of the test") {
  using redisconf::CacheFallback;
  const CacheFallback fallback = GENERATE(CacheFallback::none, CacheFallback::memory);
  redisconf::testing::MemoryRedis redis;
  redisconf::Client client = client_of(redis);
  redisconf::Cache<std::string> cache(client, pages(fallback));
  cache.set("home", "<html>");
  CHECK(cache.get("home") == "<html>");
  CHECK(client.exists("trial:pages:home"));
  CHECK(cache.increment("visits") == 1);
  CHECK(cache.increment("visits") == 2);
  CHECK(cache.get_or_compute("about", [] { return std::string("<about>"); }) == "<about>");
  CHECK(cache.del("home"));
  CHECK_FALSE(cache.get("home"));
  redis.advance(61min);
  CHECK_FALSE(client.exists("trial:pages:about"));
}

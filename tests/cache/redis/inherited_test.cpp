// A cache that a child of fork() inherits: the threads stay with the parent.
#include "cache/support/trial_cache.h"
#include "client/support/sandbox.h"
#include "support/catch.h"
#include "support/in_child.h"
#include "support/sanitizers.h"

#include <redisconf/client/errors.h>
#include <redisconf/testing/redis_server.h>

#include <optional>
#include <string>

using redisconf::Cache;
using redisconf::CacheFallback;
using redisconf::CacheSettings;
using redisconf::Client;
using redisconf::RedisError;
using redisconf::test::becomes;
using redisconf::test::holds_in_child;
using redisconf::test::kForbidsThreadsInChild;
using redisconf::test::kThreadsInChild;
using redisconf::test::not_possible_here;
using redisconf::test::trial_config;
using redisconf::test::visits;
using redisconf::testing::RedisServer;
using namespace std::chrono_literals;

namespace {

template <class Call>
bool is_refused(const Call& call) {
  try {
    call();
  } catch (const RedisError& error) {
    return error.details().category == redisconf::ErrorCategory::usage;
  }
  return false;
}

}  // namespace

TEST_CASE("a child ends the cache it inherited at once, and refuses to use it", "[cache][redis]") {
  const RedisServer server;
  CacheSettings settings = visits();
  settings.near_cache = true;
  settings.fallback = CacheFallback::memory;
  Client client = redisconf::connect(trial_config(server));
  std::optional<Cache<std::string>> cache(std::in_place, client, settings);
  cache->set("a", "value");
  REQUIRE(becomes([&] {  // its thread listens
    static_cast<void>(cache->get("a"));
    return cache->stats().near_hits > 0;
  }));

  CHECK(holds_in_child([&] {
    const bool refused = is_refused([&] { static_cast<void>(cache->get("a")); }) &&
                         is_refused([&] { cache->set("a", "of the child"); }) &&
                         is_refused([&] { static_cast<void>(cache->stats()); });
    const bool closed = cache->close(0ms);
    cache.reset();
    return refused && !closed;
  }));
  CHECK(cache->get("a") == "value");
  CHECK(cache->close(1s));
}

TEST_CASE("a child makes a cache of its own, with the client it inherited", "[cache][redis]") {
  if (kForbidsThreadsInChild) return not_possible_here(kThreadsInChild);
  const RedisServer server;
  Client client = redisconf::connect(trial_config(server));
  Cache<std::string> cache(client, visits());
  CHECK(holds_in_child([&] {
    Cache<std::string> own(client, visits());
    own.set("a", "of the child");
    return own.get("a") == "of the child";
  }));
  CHECK(cache.get("a") == "of the child");
}

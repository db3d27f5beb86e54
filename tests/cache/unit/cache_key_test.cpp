#include "cache_key.h"

#include "support/catch.h"

#include <redisconf/client/errors.h>

#include <string>

using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::cache::cache_key;
using redisconf::cache::CacheKey;
using redisconf::cache::kLongestCacheId;
using redisconf::cache::lock_key;

namespace {

std::string refusal(const std::string& id) {
  try {
    static_cast<void>(cache_key("auth:sessions:", id));
  } catch (const RedisError& error) {
    CHECK(error.category() == ErrorCategory::usage);
    CHECK(error.retry_safe());
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a key is prefix and id", "[cache][unit]") {
  CHECK(cache_key("auth:sessions:", "42") == "auth:sessions:42");
  CHECK(cache_key("", "42") == "42");
  CHECK(cache_key("p:", "a b{c}\xC3\xA9") == "p:a b{c}\xC3\xA9");
  CHECK(cache_key("p:", std::string(kLongestCacheId, 'x')).size() == kLongestCacheId + 2);
  CHECK(lock_key("auth:sessions:", "42") == "auth:sessions:!lock:42");
}

TEST_CASE("a key for one call is the same, short or long", "[cache][unit]") {
  const std::string prefix = "auth:sessions:";
  for (const std::size_t size : {std::size_t{1}, 128 - prefix.size(), 129 - prefix.size(), kLongestCacheId}) {
    const std::string id(size, 'x');
    CHECK(CacheKey(prefix, id).view() == cache_key(prefix, id));
  }
  CHECK(CacheKey("", "42").view() == "42");
  CHECK_THROWS_AS(CacheKey(prefix, "!lock"), RedisError);
}

TEST_CASE("an id that is no good is refused without repeating it", "[cache][unit]") {
  using Catch::Matchers::Contains;
  CHECK_THAT(refusal(""), Contains("is empty"));
  CHECK_THAT(refusal(std::string(kLongestCacheId + 1, 'x')), Contains("has 1025 bytes; at most 1024"));
  for (const char* const id : {"hunter2\n", "\x01hunter2", "hunter2\x7F"}) {
    CHECK_THAT(refusal(id), Contains("control character") && !Contains("hunter2"));
  }
  CHECK_THAT(refusal(std::string("a\0b", 3)), Contains("control character"));
  for (const char* const id : {"!lock:hunter2", "~hunter2"}) {
    CHECK_THAT(refusal(id), Contains("begins with \"!\" or \"~\"") && !Contains("hunter2"));
  }
}

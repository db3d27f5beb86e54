// What of a hand-written URL may be shown.
#include "scan/redis_url.h"
#include "support/catch.h"

using namespace redisconf::compiler::scan;

namespace {

std::string shown(const std::string& text) { return masked_url(parse_redis_url(with_holes(text))); }

}  // namespace

TEST_CASE("a URL is shown without its password") {
  const auto [text, expected] = GENERATE(
      table<std::string, std::string>({{"redis://h", "redis://h"},
                                       {"REDISS://h:6380/2", "rediss://h:6380/2"},
                                       {"valkeys://h", "rediss://h"},
                                       {"redis://u:p@h", "redis://u:***@h"},
                                       {"redis://:p@h", "redis://:***@h"},
                                       {"redis://u:p@x@h:1", "redis://u:***@h:1"},
                                       {"redis://[::1]:6379/1", "redis://[::1]:6379/1"},
                                       {"redis://a:1,b:2", "redis://a:1,b:2"},
                                       {"redis://${USER}:${PASSWORD}@${HOST}:6379", "redis://…:***@…:6379"},
                                       {"redis://%s:%d/0", "redis://…:…/0"},
                                       {"redis+sentinel://h:26379", "redis://h:26379"},
                                       {"unix:///run/redis.sock?db=1", "unix:///run/redis.sock"}}));
  INFO(text);
  CHECK(shown(text) == expected);
}

TEST_CASE("what may be a password or its end makes the URL unreadable") {
  const auto* const text = GENERATE("redis://u:pa/ss@h", "redis://u:pa?ss@h", "redis://u:pa#ss@h",
                                    "redis://u:pa ss@h", "redis://u:pass", "redis:///u:pass@h",
                                    "redis://u:12,345", "redis://u:pass@h:port", "redis://u:pass@h,h:x");
  const RedisUrl url = parse_redis_url(text);
  INFO(text);
  CHECK_FALSE(url.readable);
  CHECK(url.secret);
  CHECK(masked_url(url) == "(unreadable)");
}

TEST_CASE("a user without a password may be a password") {
  const auto* const text = GENERATE("redis://hidden@h", "redis://hidden:@h");
  CHECK(shown(text) == "redis://:***@h");
  CHECK(parse_redis_url(text).secret);
}

TEST_CASE("a password that the program computes is no secret in the source") {
  CHECK_FALSE(parse_redis_url(with_holes("redis://u:{password}@h")).secret);
  CHECK(parse_redis_url(with_holes("redis://u:x{password}@h")).secret);
}

TEST_CASE("Redis URLs are found among others") {
  CHECK(find_redis_url("see redis://h") == 4);
  CHECK(find_redis_url("http://redis.example") == std::string_view::npos);
  CHECK(find_redis_url("xredis://h") == std::string_view::npos);
  CHECK(find_redis_url("unix:///var/run/redis.sock") == 0);
  CHECK(find_redis_url("unix:///var/run/docker.sock") == std::string_view::npos);
  CHECK(find_redis_url("redis-socket:///x") == 0);
}

TEST_CASE("placeholders become holes") {
  const std::string hole(1, kHole);
  CHECK(with_holes("a${b{c}}d") == "a" + hole + "d");
  CHECK(with_holes("{{ .x }}:#{y}:<z>:$V:%(n)s") == hole + ':' + hole + ':' + hole + ':' + hole + ':' + hole);
  CHECK(with_holes("%40%da$1{") == "%40%da$1{");
  CHECK(with_holes("\\\"x") == "\"x");
}

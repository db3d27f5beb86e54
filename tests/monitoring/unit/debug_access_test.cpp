#include "debug_access.h"

#include "support/catch.h"

using redisconf::DebugVerdict;
using redisconf::HttpRequest;
using redisconf::judge_debug;
using redisconf::MonitoringDebugAccess;
using redisconf::MonitoringSettings;
using redisconf::same_token;
using redisconf::Secret;

namespace {

constexpr auto kToken = "correct-horse-battery";

MonitoringSettings settings(MonitoringDebugAccess access, const char* token) {
  MonitoringSettings result;
  result.debug_access = access;
  result.debug_token = Secret(token);
  return result;
}

HttpRequest from(const char* peer, const char* authorization = "") {
  return {.method = "GET", .path = "/debug/redis-config", .authorization = authorization, .peer = peer};
}

constexpr auto kBearer = "Bearer correct-horse-battery";

}  // namespace

TEST_CASE("this machine alone may ask, unless more is allowed", "[debug]") {
  const MonitoringSettings standard = settings(MonitoringDebugAccess::loopback, "");
  for (const char* const peer : {"127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"})
    CHECK(judge_debug(standard, false, from(peer)) == DebugVerdict::allowed);
  for (const char* const peer : {"", "10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1", "localhost", "127.0.0.1 "})
    CHECK(judge_debug(standard, false, from(peer)) == DebugVerdict::hidden);
}

TEST_CASE("what a proxy brings is not from this machine", "[debug]") {
  HttpRequest request = from("127.0.0.1", kBearer);
  request.forwarded = true;
  CHECK(judge_debug(settings(MonitoringDebugAccess::loopback, kToken), false, request) ==
        DebugVerdict::hidden);
  CHECK(judge_debug(settings(MonitoringDebugAccess::anywhere, kToken), false, request) ==
        DebugVerdict::allowed);
}

TEST_CASE("strict environments answer to nobody without a token", "[debug]") {
  CHECK(judge_debug(settings(MonitoringDebugAccess::loopback, ""), true, from("127.0.0.1", kBearer)) ==
        DebugVerdict::hidden);
  const MonitoringSettings with_token = settings(MonitoringDebugAccess::loopback, kToken);
  CHECK(judge_debug(with_token, true, from("127.0.0.1")) == DebugVerdict::token_wanted);
  CHECK(judge_debug(with_token, true, from("127.0.0.1", kBearer)) == DebugVerdict::allowed);
  CHECK(judge_debug(with_token, true, from("10.0.0.1", kBearer)) == DebugVerdict::hidden);
}

TEST_CASE("a token that is set is wanted everywhere", "[debug]") {
  for (const auto access : {MonitoringDebugAccess::loopback, MonitoringDebugAccess::anywhere}) {
    const MonitoringSettings with_token = settings(access, kToken);
    for (const char* const wrong :
         {"", "Bearer", "Bearer ", "correct-horse-battery", "Basic correct-horse-battery",
          "Bearer correct-horse-batter", "Bearer correct-horse-battery2", "Bearer Correct-horse-battery",
          "Bearercorrect-horse-battery"}) {
      CAPTURE(wrong);
      CHECK(judge_debug(with_token, false, from("127.0.0.1", wrong)) == DebugVerdict::token_wanted);
    }
    for (const char* const right :
         {kBearer, "bearer correct-horse-battery", "BEARER   correct-horse-battery"})
      CHECK(judge_debug(with_token, false, from("127.0.0.1", right)) == DebugVerdict::allowed);
  }
}

TEST_CASE("off, and anywhere without a token, are off", "[debug]") {
  CHECK(judge_debug(settings(MonitoringDebugAccess::off, kToken), false, from("127.0.0.1", kBearer)) ==
        DebugVerdict::hidden);
  CHECK(judge_debug(settings(MonitoringDebugAccess::anywhere, ""), false, from("127.0.0.1", "Bearer ")) ==
        DebugVerdict::hidden);
}

TEST_CASE("tokens are the same or not", "[debug]") {
  CHECK(same_token("a", "a"));
  CHECK_FALSE(same_token("", ""));
  CHECK_FALSE(same_token("a", ""));
  CHECK_FALSE(same_token("", "a"));
  CHECK_FALSE(same_token("abab", "ab"));
  CHECK_FALSE(same_token("ab", "abab"));
}

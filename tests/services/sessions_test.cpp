// Sessions: made, looked up, expired, revoked, in a real Redis.
#include "support/service.h"

#include "auth/redis_config.h"
#include "monitoring/support/http.h"
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/testing/inputs.h>

#include <chrono>
#include <csignal>
#include <set>
#include <thread>

using nlohmann::json;
using redisconf::test::contains;
using redisconf::test::development;
using redisconf::test::get_json;
using redisconf::test::http_delete;
using redisconf::test::http_get;
using redisconf::test::http_post;
using redisconf::test::HttpAnswer;
using redisconf::test::plain_redis;
using redisconf::test::Service;

namespace {

std::string create_session(const Service& auth, const std::string& user) {
  const HttpAnswer answer = http_post(auth.port(), "/sessions", json{{"user", user}}.dump());
  REQUIRE(answer.status == 201);
  const json body = json::parse(answer.body);
  CHECK(body["expires_in"] == 1800);
  return body["session"];
}

int status_of(const Service& auth, const std::string& id) {
  return http_get(auth.port(), "/sessions/" + id).status;
}

redisconf::Client client_of(const redisconf::testing::RedisServer& redis) {
  const auto config = auth::RedisConfig::load(redisconf::testing::inputs_for(redis, "development"));
  return redisconf::connect(config);
}

}  // namespace

TEST_CASE("a session is made, looked up and revoked", "[services][sessions]") {
  const auto redis = plain_redis();
  const Service auth(AUTH_PROGRAM, development(redis));

  const std::string id = create_session(auth, "ada");
  CHECK(id.size() == 32);
  CHECK(id.find_first_not_of("0123456789abcdef") == std::string::npos);
  const json session = get_json(auth, "/sessions/" + id);
  CHECK(session["user"] == "ada");
  CHECK(session["expires_in"].get<int>() > 1700);

  CHECK(http_delete(auth.port(), "/sessions/" + id).status == 204);
  CHECK(status_of(auth, id) == 404);
  CHECK(http_delete(auth.port(), "/sessions/" + id).status == 404);
}

TEST_CASE("a session made in one process is known to another, and outlives both", "[services][sessions]") {
  const auto redis = plain_redis();
  std::string id;
  {
    Service first(AUTH_PROGRAM, development(redis));
    id = create_session(first, "ada");
    CHECK(first.stop(SIGTERM).status == 0);
  }
  const Service second(AUTH_PROGRAM, development(redis));
  CHECK(get_json(second, "/sessions/" + id)["user"] == "ada");
}

TEST_CASE("a session has its time to live in Redis, and its key the service's prefix",
          "[services][sessions]") {
  const auto redis = plain_redis();
  const Service auth(AUTH_PROGRAM, development(redis));
  const std::string id = create_session(auth, "ada");

  auto client = client_of(redis);
  const long long rest = client.command({"PTTL", "auth:sessions:" + id}).as_integer();
  CHECK(rest > 1'700'000);
  CHECK(rest <= 1'800'000);
  CHECK(client.command({"PTTL", "auth:sessions:of:ada"}).as_integer() > 1'700'000);
  const auto keys = client.command({"KEYS", "*"});
  for (const auto& key : keys.as_array()) CHECK_THAT(key.as_string(), contains("auth:"));
}

TEST_CASE("a session can be made to end sooner, and then does", "[services][sessions]") {
  const auto redis = plain_redis();
  const Service auth(AUTH_PROGRAM, development(redis));
  const std::string id = create_session(auth, "ada");
  const std::string expire = "/sessions/" + id + "/expire";

  CHECK(http_post(auth.port(), expire, R"({"seconds":600})").status == 200);
  CHECK(get_json(auth, "/sessions/" + id)["expires_in"].get<int>() <= 600);

  CHECK(http_post(auth.port(), expire, R"({"seconds":1})").status == 200);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (status_of(auth, id) == 200 && std::chrono::steady_clock::now() < give_up) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(status_of(auth, id) == 404);
  CHECK(http_post(auth.port(), expire, R"({"seconds":600})").status == 404);
}

TEST_CASE("all sessions of a user are revoked at once, and nobody else's", "[services][sessions]") {
  const auto redis = plain_redis();
  const Service auth(AUTH_PROGRAM, development(redis));
  const std::string first = create_session(auth, "ada");
  const std::string second = create_session(auth, "ada");
  const std::string gone = create_session(auth, "ada");
  const std::string other = create_session(auth, "grace");
  CHECK(http_delete(auth.port(), "/sessions/" + gone).status == 204);

  CHECK(json::parse(http_delete(auth.port(), "/users/ada/sessions").body) == json{{"revoked", 2}});
  CHECK(status_of(auth, first) == 404);
  CHECK(status_of(auth, second) == 404);
  CHECK(status_of(auth, other) == 200);
  CHECK(json::parse(http_delete(auth.port(), "/users/ada/sessions").body) == json{{"revoked", 0}});
}

TEST_CASE("ended sessions do not pile up in the user's index", "[services][sessions]") {
  const auto redis = plain_redis();
  const Service auth(AUTH_PROGRAM, development(redis));
  create_session(auth, "ada");
  auto client = client_of(redis);
  static_cast<void>(client.command({"ZADD", "auth:sessions:of:ada", "1", "an-old-one"}));
  create_session(auth, "ada");
  CHECK(client.command({"ZCARD", "auth:sessions:of:ada"}).as_integer() == 2);
}

TEST_CASE("no two sessions have the same name", "[services][sessions]") {
  const auto redis = plain_redis();
  const Service auth(AUTH_PROGRAM, development(redis));
  std::set<std::string> ids;
  for (int round = 0; round < 50; ++round) ids.insert(create_session(auth, "ada"));
  CHECK(ids.size() == 50);
}

TEST_CASE("an account pauses after max_login_attempts failures", "[services][sessions]") {
  const auto redis = plain_redis();
  auto environment = development(redis);
  environment.emplace_back("AUTH_MAX_LOGIN_ATTEMPTS=2");
  const Service auth(AUTH_PROGRAM, environment);
  const auto fail = [&] { return http_post(auth.port(), "/login-failures/ada", ""); };

  CHECK(json::parse(fail().body) == json{{"failures", 1}, {"remaining", 1}});
  create_session(auth, "ada");  // a sign-in forgets the failures before it
  CHECK(json::parse(fail().body) == json{{"failures", 1}, {"remaining", 1}});
  CHECK(json::parse(fail().body) == json{{"failures", 2}, {"remaining", 0}});
  CHECK(fail().status == 429);
  CHECK(http_post(auth.port(), "/sessions", R"({"user":"ada"})").status == 429);
  create_session(auth, "grace");

  auto client = client_of(redis);
  const long long rest = client.command({"PTTL", "auth:login_failures:ada"}).as_integer();
  CHECK(rest > 0);
  CHECK(rest <= 15 * 60 * 1000);
}

TEST_CASE("input that is no session request is refused with a reason", "[services][sessions]") {
  const auto redis = plain_redis();
  const Service auth(AUTH_PROGRAM, development(redis));
  for (const std::string body :
       {"", "ada", "[]", "{}", R"({"user":7})", R"({"user":""})", R"({"user":"a b"})",
        R"({"user":"ada\nroot"})", R"({"user":"ada)", "{\"user\":\"\xFF\"}", R"({"name":"ada"})"}) {
    CAPTURE(body);
    const HttpAnswer answer = http_post(auth.port(), "/sessions", body);
    CHECK(answer.status == 400);
    CHECK_THAT(json::parse(answer.body)["error"].get<std::string>(), contains(R"({"user":)"));
  }
  CHECK(http_post(auth.port(), "/sessions", json{{"user", std::string(65, 'a')}}.dump()).status == 400);
  CHECK(http_post(auth.port(), "/sessions", json{{"user", std::string(64, 'a')}}.dump()).status == 201);
  CHECK(http_post(auth.port(), "/sessions", std::string(10'000, '[')).status == 400);

  const std::string expire = "/sessions/" + create_session(auth, "ada") + "/expire";
  for (const char* const body :
       {"", "{}", R"({"seconds":0})", R"({"seconds":-1})", R"({"seconds":1.5})", R"({"seconds":"60"})",
        R"({"seconds":1801})", R"({"seconds":1e99})", R"({"seconds":18446744073709551615})"}) {
    CAPTURE(body);
    CHECK(http_post(auth.port(), expire, body).status == 400);
  }
  CHECK(http_get(auth.port(), "/sessions/of:ada").status == 404);
  CHECK(http_get(auth.port(), "/sessions/" + std::string(31, 'a')).status == 404);
}

TEST_CASE("without Redis there are no sessions, and the answer says why", "[services][sessions]") {
  auto redis = plain_redis();
  const Service auth(AUTH_PROGRAM, development(redis));
  const std::string id = create_session(auth, "ada");
  redis.kill();
  const HttpAnswer answer = http_get(auth.port(), "/sessions/" + id);
  CHECK(answer.status == 503);
  const json body = json::parse(answer.body);
  CHECK_FALSE(body["category"].get<std::string>().empty());
  CHECK_FALSE(body["cause"].get<std::string>().empty());
  CHECK(http_post(auth.port(), "/sessions", R"({"user":"ada"})").status == 503);
}

// A configuration handed to hiredis, against real servers.
#include <redisconf/client/hiredis_options.h>
#ifdef REDISCONF_HIREDIS_SSL
#include <redisconf/client/hiredis_tls.h>
#endif

#include "support/catch.h"

#include <redisconf/config/settings_builder.h>
#include <redisconf/testing/redis_server.h>

using namespace std::chrono_literals;
using redisconf::connect_hiredis;
using redisconf::ErrorCategory;
using redisconf::HiredisContext;
using redisconf::RedisError;
using redisconf::Secret;
using redisconf::ServiceConfig;
using redisconf::SettingsBuilder;
using redisconf::Strict;
using redisconf::test::contains;
using redisconf::testing::RedisServer;

namespace {

SettingsBuilder builder_for(const RedisServer& server) {
  SettingsBuilder builder("trial");
  builder.environment("test", Strict::no).connection().host(server.host()).port(server.port());
  builder.timeouts().startup(60s).connect(30s).tls(30s).command(30s).health(30s);
  if (!server.password().empty()) builder.connection().password(Secret(server.password()));
  return builder;
}

std::string ask(redisContext& redis, const char* command) {
  const std::unique_ptr<redisReply, redisconf::HiredisFree> reply(
      static_cast<redisReply*>(redisCommand(&redis, command)));
  REQUIRE(reply);
  return {reply->str, static_cast<std::size_t>(reply->len)};
}

template <class Connect>
RedisError::Details failure_of(const Connect& connect) {
  try {
    static_cast<void>(connect());
  } catch (const RedisError& error) {
    CHECK_THAT(error.what(), !contains("hunter2") && !contains("battery"));
    return error.details();
  }
  FAIL("it connected");
  return {};
}

}  // namespace

TEST_CASE("hiredis is signed in, named and on its database", "[hiredis][redis]") {
  const RedisServer server({.users = {"app on >correct-battery ~* &* +@all", "default off"}});
  auto builder = builder_for(server);
  builder.connection().username("app").password(Secret("correct-battery")).database(7);
  const HiredisContext redis = connect_hiredis(builder.build());

  CHECK(ask(*redis, "ACL WHOAMI") == "app");
  CHECK(ask(*redis, "CLIENT GETNAME") == "trial");
  CHECK_THAT(ask(*redis, "CLIENT INFO"), contains("db=7"));
}

TEST_CASE("hiredis signs in as the default user, under a chosen name", "[hiredis][redis]") {
  const RedisServer server({.password = "correct \"battery\""});
  auto builder = builder_for(server);
  builder.connection().client_name("blue-7");
  const HiredisContext redis = connect_hiredis(builder.build());
  CHECK(ask(*redis, "PING") == "PONG");
  CHECK(ask(*redis, "CLIENT GETNAME") == "blue-7");
}

TEST_CASE("what the server refuses is told by its code alone", "[hiredis][redis]") {
  const RedisServer server({.password = "correct-battery"});
  auto builder = builder_for(server);
  builder.connection().password(Secret("hunter2-hunter2"));
  const auto wrong = failure_of([&] { return connect_hiredis(builder.build()); });
  CHECK(wrong.category == ErrorCategory::auth);
  CHECK(wrong.cause == "the server refused AUTH with WRONGPASS");

  builder.connection().password(Secret("correct-battery")).database(99);
  const auto database = failure_of([&] { return connect_hiredis(builder.build()); });
  CHECK(database.stage == redisconf::Stage::select);
  CHECK(database.cause == "the server refused SELECT with ERR");
}

TEST_CASE("a server that is away is a connect error of hiredis", "[hiredis][redis]") {
  RedisServer server;
  const ServiceConfig config = builder_for(server).build();
  server.stop();
  const auto away = failure_of([&] { return connect_hiredis(config); });
  CHECK(away.category == ErrorCategory::connect);
  CHECK_FALSE(away.cause.empty());
}

TEST_CASE("a frozen server is a timeout of hiredis", "[hiredis][redis]") {
  RedisServer server;
  auto builder = builder_for(server);
  builder.timeouts().command(50ms);
  server.freeze();
  const auto frozen = failure_of([&] { return connect_hiredis(builder.build()); });
  server.resume();
  CHECK(frozen.category == ErrorCategory::timeout);
}

TEST_CASE("hiredis refuses what it can't do", "[hiredis][redis]") {
  const RedisServer server({.tls = true});
  auto builder = builder_for(server);
  builder.cluster().enabled(true);
  CHECK(failure_of([&] { return connect_hiredis(builder.build()); }).category == ErrorCategory::usage);

  builder.cluster().enabled(false);
  builder.tls().enabled(true).ca(Secret(server.authority().certificate()));
  const auto tls = failure_of([&] { return connect_hiredis(builder.build()); });
  CHECK(tls.category == ErrorCategory::usage);
  CHECK_THAT(tls.fix, contains("start_hiredis_tls"));
}

#if HIREDIS_MAJOR >= 1
TEST_CASE("redisOptions hold server and timeouts, and never TLS unasked", "[hiredis][redis]") {
  const RedisServer server;
  auto builder = builder_for(server);
  const redisconf::HiredisOptions options(builder.build());
  CHECK(std::string(options.get().endpoint.tcp.ip) == server.host());
  CHECK(options.get().endpoint.tcp.port == server.port());
  CHECK(options.get().connect_timeout->tv_sec == 30);
  const HiredisContext redis(redisConnectWithOptions(&options.get()));
  CHECK(ask(*redis, "PING") == "PONG");

  builder.tls().enabled(true);
  CHECK_THROWS_AS(redisconf::HiredisOptions(builder.build()), RedisError);
  CHECK_NOTHROW(redisconf::HiredisOptions(builder.build(), redisconf::HiredisTls::started_by_caller));
}
#endif

#ifdef REDISCONF_HIREDIS_SSL
TEST_CASE("hiredis speaks TLS to the server that was meant, and to no other", "[hiredis][redis]") {
  const RedisServer server({.tls = true, .password = "correct-battery"});
  auto builder = builder_for(server);
  builder.tls().enabled(true).ca(Secret(server.authority().certificate()));
  const HiredisContext redis = connect_hiredis(builder.build(), redisconf::start_hiredis_tls);
  CHECK(ask(*redis, "PING") == "PONG");

  builder.tls().server_name("other.example");
  const auto other =
      failure_of([&] { return connect_hiredis(builder.build(), redisconf::start_hiredis_tls); });
  CHECK(other.category == ErrorCategory::tls);
}
#endif

#include "client/support/trial_config.h"
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/testing/inputs.h>

using redisconf::Client;
using redisconf::test::contains;
using redisconf::test::trial_config;
using redisconf::test::TrialConfig;
using redisconf::testing::CertificateOptions;
using redisconf::testing::inputs_for;
using redisconf::testing::RedisServer;

TEST_CASE("the default user signs in with a password of any characters", "[client][redis]") {
  const RedisServer server({.password = "a \"quoted\" \\ % pass word"});
  Client client(trial_config(server));

  CHECK(client.ping().connected);
}

TEST_CASE("an ACL user signs in by name", "[client][redis]") {
  const RedisServer server({.users = {"app on >app-password ~* &* +@all", "default off"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD", "app-password");
  Client client{TrialConfig(inputs)};

  CHECK(client.command({"ACL", "WHOAMI"}).as_string() == "app");
}

TEST_CASE("a user who may neither PING nor name the connection is connected", "[client][redis]") {
  const RedisServer server({.users = {"app on >app-password ~* &* +get +auth", "default off"}});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD", "app-password");
  Client client{TrialConfig(inputs)};

  CHECK(client.ping().connected);
  CHECK(client.get("key") == std::nullopt);
}

TEST_CASE("the connection bears the service's name, or the chosen one", "[client][redis]") {
  const RedisServer server;
  Client plain(trial_config(server));
  CHECK(plain.command({"CLIENT", "GETNAME"}).as_string() == "trial");

  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_CLIENT_NAME", "blue-7");
  Client named{TrialConfig(inputs)};
  CHECK(named.command({"CLIENT", "GETNAME"}).as_string() == "blue-7");
}

TEST_CASE("each connection is in the configured database", "[client][redis]") {
  const RedisServer server;
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_DATABASE", "7");
  Client seven{TrialConfig(inputs)};
  Client zero(trial_config(server));
  seven.set("key", "value");

  CHECK(zero.get("key") == std::nullopt);
  CHECK_THAT(seven.command({"CLIENT", "INFO"}).as_string(), contains("db=7"));
}

TEST_CASE("a client certificate is shown to a server that asks for one", "[client][redis]") {
  const RedisServer server({.tls = true, .require_client_certificate = true});
  const auto own = server.authority().issue(CertificateOptions{});
  auto inputs = inputs_for(server, "development");
  inputs.set("REDIS_TLS_CERTIFICATE", own.certificate);
  inputs.set("REDIS_TLS_KEY", own.key);
  Client client{TrialConfig(inputs)};

  CHECK(client.ping().connected);
}

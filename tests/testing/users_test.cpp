// What docs/testing.md shows, compiled and run: how the tests of a service use redisconf::testing.
#include "support/catch.h"

#include <auth/redis_config.h>
#include <redisconf/client/client.h>
#include <redisconf/config/describe.h>
#include <redisconf/config/errors.h>
#include <redisconf/config/settings.h>
#include <redisconf/testing/canary.h>
#include <redisconf/testing/certificates.h>
#include <redisconf/testing/files.h>
#include <redisconf/testing/inputs.h>
#include <redisconf/testing/memory_redis.h>
#include <redisconf/testing/redis_server.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <string>

using namespace redisconf::testing;
using namespace std::chrono_literals;

namespace {

// What production needs beside host and password: the authority that the schema names.
const std::string ca = self_signed({}).certificate;

}  // namespace

TEST_CASE("production takes its limits from the schema") {
  redisconf::Inputs inputs = inputs_for("production");
  inputs.set("REDIS_CA_CERT", ca);
  const auto config = auth::RedisConfig::load(inputs);
  CHECK(config.strict());
  CHECK(config.pool().connections == 8);
}

TEST_CASE("production does not start without a password") {
  redisconf::Inputs inputs = inputs_for("production");
  inputs.set("REDIS_CA_CERT", ca);
  inputs.unset("REDIS_PASSWORD");
  CHECK_THROWS_AS(auth::RedisConfig::load(inputs), redisconf::ConfigurationError);
}

TEST_CASE("secrets come from the mount, the port from .env.production") {
  const KubernetesMount mount{{"redis-password", "from the mount"}, {"redis-ca-cert", ca}};
  EnvFiles files;
  files.write("production", "REDIS_PORT=6390\n");
  redisconf::Inputs inputs = inputs_for("production");
  inputs.unset("REDIS_PASSWORD");
  mount.use(inputs);
  files.use(inputs);
  const auto config = auth::RedisConfig::load(inputs);
  CHECK(config.connection().port == 6390);
  CHECK(config.connection().password.reveal() == "from the mount");
}

TEST_CASE("what the service logs shows no secret") {
  const Canary canary;
  for (std::size_t number = 1; number <= canary.size(); ++number) {
    redisconf::Inputs inputs = inputs_for("production");
    inputs.set("REDIS_CA_CERT", ca);
    inputs.set("REDIS_PASSWORD", canary.secret(number));
    const auto config = auth::RedisConfig::load(inputs);
    CHECK(canary.report(redisconf::describe(config) + redisconf::debug_info(config)) == "");
  }
}

TEST_CASE("a login is remembered for half an hour") {
  MemoryRedis memory;
  memory.freeze_time();
  redisconf::Client redis = redisconf::connect(auth::RedisConfig::load(inputs_for(memory, "development")));
  redis.set("auth:login:7", "token", 30min);
  memory.advance(29min);
  CHECK(redis.get("auth:login:7") == "token");
  memory.advance(1min);
  CHECK_FALSE(redis.exists("auth:login:7"));
}

TEST_CASE("the service counts on a real Redis", "[redis]") {
  const RedisServer server({.tls = true, .password = "hunter2hunter2"});
  redisconf::Inputs inputs = inputs_for(server, "production", Strictness::strict);
  inputs.set("REDIS_CA_CERT", server.authority().certificate());
  redisconf::Client redis = redisconf::connect(auth::RedisConfig::load(inputs));
  CHECK(redis.increment("auth:logins") == 1);
}

TEST_CASE("the manual shows what is compiled here") {
  const auto read = [](const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  };
  const std::string manual = read(REDISCONF_SOURCE_DIR "/docs/testing.md");
  const std::string code = read(REDISCONF_SOURCE_DIR "/tests/testing/users_test.cpp");
  constexpr std::string_view kOpen = "```cpp\n";
  int blocks = 0;
  for (auto at = manual.find(kOpen); at != std::string::npos; at = manual.find(kOpen, at)) {
    at += kOpen.size();
    const std::string block = manual.substr(at, manual.find("```", at) - at);
    CAPTURE(block);
    CHECK(code.find(block) != std::string::npos);
    ++blocks;
  }
  CHECK(blocks == 6);
}

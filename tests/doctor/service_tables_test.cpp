#include "service_tables.h"

#include <redisconf/config/describe.h>
#include <redisconf/config/errors.h>
#include <redisconf/config/settings.h>

#include "support.h"
#include "support/catch.h"

using redisconf::Inputs;
using redisconf::compiler::test::SchemaFolder;
using redisconf::doctor::LoadedConfig;
using redisconf::doctor::ServiceTables;
using redisconf::test::contains;

namespace {

constexpr std::string_view kShared =
    "redisconf: 1\n"
    "environment:\n"
    "  variables: [STAGE]\n"
    "  aliases: {prod: production}\n"
    "defaults:\n"
    "  timeouts: {connect: 700ms}\n"
    "environments:\n"
    "  development:\n"
    "    default: true\n"
    "    connection: {host: localhost}\n"
    "  production:\n"
    "    strict: true\n"
    "    connection: {host: {env: REDIS_HOST}, password: {secret: redis-password}}\n";

constexpr std::string_view kService =
    "redisconf: 1\n"
    "service: demo\n"
    "settings:\n"
    "  pool: {connections: 7}\n"
    "queues:\n"
    "  mails: {lease: 9s}\n"
    "custom:\n"
    "  limit: {type: integer, default: 3, min: 1, max: 9}\n";

}  // namespace

TEST_CASE("the doctor loads what the wrapper would", "[doctor]") {
  SchemaFolder folder(kShared, kService);
  const auto& services = folder.load().services;
  REQUIRE(services.size() == 1);
  const ServiceTables tables(services.front());
  Inputs inputs = Inputs::from({{"STAGE", "prod"}, {"REDIS_HOST", "redis.example"}, {"REDIS_PASSWORD", "x"}});
  inputs.set("DEMO_LIMIT", "5");
  const LoadedConfig config(tables.schema(), inputs);

  CHECK(std::string(config.environment()) == "production");
  CHECK(config.strict());
  CHECK(config.connection().host == "redis.example");
  CHECK(config.pool().connections == 7);
  CHECK(config.timeouts().connect == std::chrono::milliseconds(700));
  CHECK_THAT(config.origin("pool.connections"), contains("services/demo.yaml settings.pool.connections"));
  REQUIRE(tables.schema().queues.size() == 1);
  CHECK(tables.schema().queues[0].lease_ms == 9000);
}

TEST_CASE("what the wrapper refuses, the doctor refuses in the same words", "[doctor]") {
  SchemaFolder folder(kShared, kService);
  const auto& services = folder.load().services;
  REQUIRE(services.size() == 1);
  const ServiceTables tables(services.front());
  const Inputs inputs = Inputs::from({{"STAGE", "production"}, {"DEMO_LIMIT", "10"}});

  CHECK_THROWS_WITH(LoadedConfig(tables.schema(), inputs),
                    contains("REDIS_HOST") && contains("DEMO_LIMIT") && contains("redis-password"));
}

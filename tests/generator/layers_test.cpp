// Which layer wins, and what is said about where a value comes from.
#include "render/render.h"
#include "render/templates.h"
#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

constexpr std::string_view kLayers =
    "redisconf: 1\n"
    "defaults:\n"
    "  timeouts: {connect: 100ms, command: 200ms}\n"
    "  pool: {connections: 10}\n"
    "environments:\n"
    "  base:\n"
    "    strict: true\n"
    "    connection: {host: base.example, password: {secret: p}}\n"
    "    pool: {connections: 11}\n"
    "    retry: {max_attempts: 11}\n"
    "  middle:\n"
    "    extends: base\n"
    "    retry: {max_attempts: 12}\n"
    "  top:\n"
    "    extends: middle\n"
    "    connection: {host: top.example}\n"
    "  relaxed:\n"
    "    extends: base\n"
    "    strict: false\n";

}  // namespace

TEST_CASE("the catalogue speaks when nobody else does") {
  SchemaFolder schema(kLayers);
  CHECK(schema.resolved("base", "timeouts.tls") == "2s < catalogue");
  CHECK(schema.resolved("base", "connection.username") == "none");
}

TEST_CASE("strict environments have standards of their own") {
  SchemaFolder schema(kLayers);
  CHECK(schema.resolved("base", "tls.enabled") == "true < catalogue");
  CHECK(schema.resolved("relaxed", "tls.enabled") == "false < catalogue");
}

TEST_CASE("defaults beat the catalogue, environments beat defaults") {
  SchemaFolder schema(kLayers);
  CHECK(schema.resolved("base", "timeouts.connect") == "100ms < schema/redis.yaml defaults.timeouts.connect");
  CHECK(schema.resolved("base", "pool.connections") ==
        "11 < schema/redis.yaml environments.base.pool.connections");
}

TEST_CASE("an environment beats what it extends, over any number of steps") {
  SchemaFolder schema(kLayers);
  CHECK(schema.resolved("top", "retry.max_attempts") ==
        "12 < schema/redis.yaml environments.middle.retry.max_attempts");
  CHECK(schema.resolved("top", "connection.host") ==
        "top.example < schema/redis.yaml environments.top.connection.host");
  CHECK(schema.resolved("top", "connection.password") ==
        "{secret: p} < schema/redis.yaml environments.base.connection.password");
}

TEST_CASE("strictness is inherited unless the environment says otherwise, being the default is not") {
  SchemaFolder schema(
      "redisconf: 1\nenvironments:\n"
      "  b: {extends: a}\n"
      "  a: {strict: true, default: true, connection: {host: x.example, password: {secret: p}}}\n"
      "  c: {extends: a, strict: false}\n");
  REQUIRE(schema.report() == "");
  const auto& shared = schema.load().shared;
  CHECK(shared.environments[0].strict);
  CHECK(shared.environments[1].strict);
  CHECK_FALSE(shared.environments[2].strict);
  CHECK(shared.default_environment == std::size_t{1});
}

TEST_CASE("a service beats what is shared, its own environment most") {
  SchemaFolder schema(kLayers,
                      "redisconf: 1\nservice: demo\n"
                      "settings: {pool: {connections: 20}, timeouts: {command: 300ms}}\n"
                      "environments:\n  middle: {pool: {connections: 21}}\n");
  CHECK(schema.resolved("base", "pool.connections") ==
        "20 < schema/services/demo.yaml settings.pool.connections");
  CHECK(schema.resolved("middle", "pool.connections") ==
        "21 < schema/services/demo.yaml environments.middle.pool.connections");
  CHECK(schema.resolved("middle", "timeouts.command") ==
        "300ms < schema/services/demo.yaml settings.timeouts.command");
}

TEST_CASE("a service's environment speaks for itself alone, not for those that extend it") {
  SchemaFolder schema(kLayers,
                      "redisconf: 1\nservice: demo\nenvironments:\n  base: {pool: {connections: 21}}\n");
  CHECK(schema.resolved("base", "pool.connections") ==
        "21 < schema/services/demo.yaml environments.base.pool.connections");
  CHECK(schema.resolved("top", "pool.connections") ==
        "11 < schema/redis.yaml environments.base.pool.connections");
}

TEST_CASE("custom settings have a default and values in environments") {
  SchemaFolder schema(kSharedSchema,
                      "redisconf: 1\nservice: demo\n"
                      "custom:\n  rows: {type: integer, default: 5}\n  open: {type: integer}\n"
                      "environments:\n  production: {custom: {rows: 6}}\n");
  CHECK(schema.resolved("development", "custom.rows") == "5 < schema/services/demo.yaml custom.rows.default");
  CHECK(schema.resolved("production", "custom.rows") ==
        "6 < schema/services/demo.yaml environments.production.custom.rows");
  CHECK(schema.resolved("production", "custom.open") ==
        "{env: DEMO_OPEN} < schema/services/demo.yaml custom.open");
}

TEST_CASE("values are canonical: another way to write the same changes nothing") {
  SchemaFolder schema(
      "redisconf: 1\ndefaults: {timeouts: {connect: 1000ms, startup: 60s}}\n"
      "environments: {development: {connection: {host: \"localhost\"}}}\n");
  CHECK(schema.resolved("development", "timeouts.connect") ==
        "1s < schema/redis.yaml defaults.timeouts.connect");
  CHECK(schema.resolved("development", "timeouts.startup") ==
        "1m < schema/redis.yaml defaults.timeouts.startup");
}

TEST_CASE("a group's scalar is its mode, and its origin is as written") {
  SchemaFolder schema(
      "redisconf: 1\nenvironments: {development: {connection: {host: localhost}, fallback: memory}}\n");
  CHECK(schema.resolved("development", "fallback.mode") ==
        "memory < schema/redis.yaml environments.development.fallback");
}

TEST_CASE("the reason for weaker TLS lets a strict environment have it") {
  const auto schema_with = [](const std::string& tls) {
    std::string text(
        "redisconf: 1\nenvironments:\n  production:\n    strict: true\n"
        "    connection: {host: a.example, password: {secret: p}}\n    tls: ");
    text.append(tls).append("\n");
    return text;
  };
  SchemaFolder without(schema_with("{verify: ca}"));
  CHECK_THAT(without.report(), redisconf::test::contains("tls.verify must be full"));
  SchemaFolder with(schema_with("{verify: ca, because: \"the old server has no name\"}"));
  CHECK(with.report() == "");
  CHECK(with.load().services.front().environments.front().because->text == "the old server has no name");
}

TEST_CASE("a service may differ in host, port and TLS where it says why") {
  SchemaFolder schema(kSharedSchema,
                      "redisconf: 1\nservice: demo\nenvironments:\n  development:\n"
                      "    diverges: \"a server of its own\"\n    connection: {port: 6380}\n");
  CHECK(schema.report().empty());
  CHECK(schema.resolved("development", "connection.port") ==
        "6380 < schema/services/demo.yaml environments.development.connection.port");
  const ResolvedEnvironment& development = schema.load().services.front().environments.front();
  REQUIRE(development.divergences.size() == 1);
  CHECK(development.diverges->text == "a server of its own");
  Templates templates;
  REQUIRE(templates.load({}).empty());
  CHECK_THAT(render_effective(schema.load().services.front()), contains("diverges: \"a server of its own\""));
}

TEST_CASE("a reason in `settings` covers every environment, and the same value needs none") {
  SchemaFolder everywhere(kSharedSchema,
                          "redisconf: 1\nservice: demo\nsettings:\n  diverges: \"its own cluster\"\n"
                          "  connection: {port: 6380}\n");
  CHECK(everywhere.report().empty());
  SchemaFolder same(kSharedSchema,
                    "redisconf: 1\nservice: demo\nenvironments:\n  development:\n"
                    "    connection: {host: localhost, port: 6379}\n");
  CHECK(same.report().empty());
}

TEST_CASE("a byte order mark and CR LF give the same schema") {
  std::string shared(kLayers);
  for (auto at = shared.find('\n'); at != std::string::npos; at = shared.find('\n', at + 2))
    shared.insert(at, "\r");
  shared.insert(0, "\xEF\xBB\xBF");
  SchemaFolder schema(shared);
  CHECK(schema.report() == "");
  CHECK(schema.resolved("top", "connection.host") ==
        "top.example < schema/redis.yaml environments.top.connection.host");
}

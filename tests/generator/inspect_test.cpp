// What `show` and `explain` tell, from schemas on disk.
#include <nlohmann/json.hpp>

#include "commands/command_line.h"
#include "commands/service_question.h"
#include "inspect/explanation.h"
#include "inspect/listing.h"
#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;
using redisconf::test::contains;
using Json = nlohmann::json;

namespace {

constexpr std::string_view kShared =
    "redisconf: 1\n"
    "environment: {aliases: {prod: production}}\n"
    "defaults:\n"
    "  pool: {connections: 2}\n"
    "environments:\n"
    "  development:\n"
    "    connection: {host: localhost}\n"
    "  production:\n"
    "    strict: true\n"
    "    connection: {host: {env: DB_HOST}, password: {secret: redis-password}}\n"
    "    pool: {connections: 6}\n"
    "  staging:\n"
    "    extends: production\n";
constexpr std::string_view kDemo =
    "redisconf: 1\n"
    "service: demo\n"
    "settings:\n"
    "  pool: {connections: 7}\n"
    "environments:\n"
    "  staging:\n"
    "    pool: {connections: 8}\n"
    "    custom: {rows: 9}\n"
    "caches:\n"
    "  pages: {ttl: 5m}\n"
    "custom:\n"
    "  rows: {type: integer, default: 3, min: 1, max: 10}\n";

class Demo {
 public:
  Demo() : schema_(kShared, kDemo), project_(schema_.load()) {}

  [[nodiscard]] Question ask(const std::string& environment, const std::string& path) const {
    return {project_.services.front(), find_environment(project_.shared, environment),
            find_asked(*project_.services.front().service, path)};
  }
  [[nodiscard]] Json explain(const std::string& environment, const std::string& path) const {
    return Json::parse(explain_as_json(ask(environment, path)));
  }
  [[nodiscard]] const ResolvedService& service() const { return project_.services.front(); }

 private:
  SchemaFolder schema_;
  const Project& project_;
};

}  // namespace

TEST_CASE("explain lists every layer, strongest first") {
  const Json report = Demo().explain("staging", "pool.connections");
  CHECK(report["value"] == "8");
  REQUIRE(report["layers"].size() == 5);
  CHECK(report["layers"][0]["wins"] == true);
  CHECK(report["layers"][0]["place"]["line"] == 7);
  CHECK(report["layers"][0]["place"]["column"] == 25);
  CHECK(report["layers"][1]["layer"] == "settings of schema/services/demo.yaml");
  CHECK(report["layers"][2]["layer"] ==
        "environments.production of schema/redis.yaml, which staging extends");
  CHECK(report["layers"][3]["layer"] == "defaults of schema/redis.yaml");
  CHECK(report["layers"][4]["place"].is_null());
  CHECK(report["variables"] == Json({"DEMO_REDIS_POOL_CONNECTIONS", "REDIS_POOL_CONNECTIONS"}));
}

TEST_CASE("explain tells which variables reach a setting") {
  const Demo demo;
  const Json host = demo.explain("production", "connection.host");
  CHECK(host["variables"] == Json({"DEMO_REDIS_HOST", "REDIS_HOST", "DB_HOST"}));
  CHECK(host["required"] == true);

  const Json locked = demo.explain("production", "tls.verify");
  CHECK(locked["locked"] == true);
  CHECK(locked["variables"].empty());
  CHECK(demo.explain("development", "tls.verify")["locked"] == false);

  const Json password = demo.explain("production", "connection.password");
  CHECK(password["secretFile"] == "redis-password");
  CHECK(password["value"] == "{secret: redis-password}");
}

TEST_CASE("explain knows a service's own settings") {
  const Demo demo;
  const Json own = demo.explain("staging", "custom.rows");
  CHECK(own["value"] == "9");
  CHECK(own["layers"].size() == 2);
  CHECK(own["variables"] == Json({"DEMO_ROWS"}));
  CHECK(demo.explain("development", "rows")["value"] == "3");
}

TEST_CASE("explain in words") {
  const std::string text = explain_as_text(Demo().ask("prod", "pool.connections"), false);
  CHECK_THAT(text, contains("demo.production.pool.connections = 7\n"));
  CHECK_THAT(text, contains("wins    "));
  CHECK_THAT(text,
             contains("At run time: DEMO_REDIS_POOL_CONNECTIONS, else REDIS_POOL_CONNECTIONS, changes it."));
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK_THAT(explain_as_text(Demo().ask("prod", "pool.connections"), true), contains("\x1b[1m"));
  CHECK_THAT(explain_as_text(Demo().ask("prod", "tls.ca"), false), contains("No layer gives it a value."));
}

TEST_CASE("a question about what does not exist is answered with what does") {
  const Demo demo;
  const auto refused = [&demo](const std::string& environment, const std::string& path) -> std::string {
    try {
      static_cast<void>(demo.ask(environment, path));
    } catch (const UsageError& error) {
      return error.what();
    }
    return {};
  };
  CHECK(refused("stagin", "pool.connections") == "unknown environment 'stagin'; did you mean 'staging'?");
  CHECK(refused("staging", "pool.conections") ==
        "unknown setting 'pool.conections'; did you mean 'pool.connections'?");
  CHECK(refused("staging", "pool") == "pool is a group; its settings: pool.connections, pool.polling");
  CHECK(refused("staging", "\x1b[2J").find('\x1b') == std::string::npos);
}

TEST_CASE("show lists all settings of one environment in three forms") {
  const Demo demo;
  const std::string text = list_as_text(demo.service(), 1, false);
  CHECK_THAT(text, contains("demo in production (strict)\n"));
  CHECK_THAT(text, contains("schema/services/demo.yaml:4:23\n"));
  CHECK_THAT(text, contains("  pages                 ttl 5m, fallback none\n"));

  const Json json = Json::parse(list_as_json(demo.service(), 1));
  CHECK(json["strict"] == true);
  CHECK(json["settings"]["connection.host"]["source"] == "variable");
  CHECK(json["settings"]["connection.password"]["source"] == "secret");
  CHECK(json["settings"]["tls.verify"]["locked"] == true);
  CHECK(json["caches"]["pages"]["ttl"] == "5m");

  const std::string yaml = list_as_yaml(demo.service(), 2);
  CHECK_THAT(yaml, contains("environment: staging\nstrict: true\n"));
  CHECK_THAT(yaml, contains("pool:\n  connections: 8\n"));
  CHECK_THAT(yaml, contains("custom:\n  rows: 9\n"));
}

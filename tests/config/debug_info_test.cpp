// A configuration as JSON, for a debug endpoint.
#include <redisconf/config/catalogue.h>
#include <redisconf/config/describe.h>

#include "support.h"

#include <nlohmann/json.hpp>

#include <string>

using nlohmann::json;
using redisconf::Inputs;
using redisconf::generated::literal;
using redisconf::test::contains;
using redisconf::test::production_inputs;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

namespace {

json info_of(TestSchema& schema, const Inputs& inputs) {
  return json::parse(redisconf::debug_info(TestConfig::load(schema, inputs)));
}

}  // namespace

TEST_CASE("debug information says what and where the configuration is", "[debug-info]") {
  TestSchema schema;
  const json info = info_of(schema, production_inputs());
  CHECK(info["service"] == "shop");
  CHECK(info["environment"] == "production");
  CHECK(info["strict"] == true);
  CHECK(info["keyPrefix"] == "shop:");
  CHECK(info["endpoint"] == ":***@redis.example:6379/0");
  CHECK(info["warnings"] == json::array());
  CHECK(info_of(schema, Inputs::from({}))["strict"] == false);
}

TEST_CASE("every setting has value, origin and schema entry", "[debug-info]") {
  TestSchema schema;
  schema.customs = {{"custom.page", redisconf::generated::CustomType::size, 1, 1 << 20, "", "SHOP_PAGE"}};
  schema.shared = {{"custom.page", literal("64KiB"), "schema/services/shop.yaml custom.page.default"}};
  const json settings = info_of(schema, Inputs::from({{"SHOP_REDIS_PORT", "7000"}}))["settings"];
  CHECK(settings.size() == redisconf::catalogue().size() + 1);
  CHECK(settings["connection.port"] ==
        json{{"value", 7000}, {"origin", "SHOP_REDIS_PORT"}, {"entry", nullptr}, {"secret", false}});
  CHECK(settings["connection.host"]["value"] == "localhost");
  CHECK(settings["connection.host"]["entry"] == "schema/redis.yaml environments.development.connection.host");
  CHECK(settings["tls.enabled"]["value"] == false);
  CHECK(settings["timeouts.startup"]["value"] == "5s");
  CHECK(settings["connection.username"]["value"] == nullptr);
  CHECK(settings["connection.username"]["origin"] == nullptr);
  CHECK(settings["custom.page"]["value"] == "64KiB");
}

TEST_CASE("a secret is told by its origin alone", "[debug-info]") {
  TestSchema schema;
  const auto config = TestConfig::load(schema, production_inputs());
  const json password = json::parse(redisconf::debug_info(config))["settings"]["connection.password"];
  CHECK(password["value"] == "***");
  CHECK(password["origin"] == "REDIS_PASSWORD");
  CHECK(password["secret"] == true);
  CHECK_THAT(redisconf::debug_info(config), !contains("battery"));
}

TEST_CASE("debug information holds the warnings", "[debug-info]") {
  TestSchema schema;
  Inputs inputs = Inputs::from({{"REDIS_HSOT", "a.example"}});
  const json one = info_of(schema, inputs)["warnings"];
  REQUIRE(one.size() == 1);
  CHECK(one[0]["where"] == "REDIS_HSOT");
  CHECK(one[0]["rule"] == "is read by nothing");
  CHECK(one[0]["fix"] == "did you mean REDIS_HOST?");
  inputs.set("REDIS_PROT", "1");
  CHECK(info_of(schema, inputs)["warnings"].size() == 2);
}

TEST_CASE("texts are quoted as JSON wants it", "[debug-info]") {
  TestSchema schema;
  schema.set_relaxed("connection.client_name", literal("a \"b\" \\ \xC3\xA4"));
  const json settings = info_of(schema, Inputs::from({}))["settings"];
  CHECK(settings["connection.client_name"]["value"] == "a \"b\" \\ \xC3\xA4");
  schema.relaxed.push_back({"pool.connections", literal("3"),
                            "line\x1F"
                            "end\n"});
  CHECK(info_of(schema, Inputs::from({}))["settings"]["pool.connections"]["origin"] ==
        "line\x1F"
        "end\n");
}

// The names of variables are anybody's: a process may be started with any bytes in them.
TEST_CASE("a variable's name with bytes that are no text breaks neither JSON nor logs",
          "[debug-info][unread]") {
  TestSchema schema;
  Inputs inputs = Inputs::from({{"REDIS_\xFF\x1B[31m\nX", "1"}});
  const auto warnings = info_of(schema, inputs)["warnings"];
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0]["where"] == "REDIS_??[31m X");

  inputs = production_inputs();
  inputs.set("REDIS_\xFF\nX", "1");
  const std::string report = redisconf::test::report_of(schema, inputs);
  CHECK_THAT(report, contains("REDIS_? X"));
  CHECK_THAT(report, !contains("\xFF"));
}

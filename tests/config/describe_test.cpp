// A configuration in words.
#include <redisconf/config/describe.h>

#include "support.h"

#include <sstream>

using redisconf::Inputs;
using redisconf::generated::literal;
using redisconf::test::contains;
using redisconf::test::production_inputs;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

namespace {

// The line of that setting.
std::string line_of(const redisconf::ServiceConfig& config, const std::string& path) {
  std::istringstream text(redisconf::describe(config));
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with(path + " ")) return line;
  }
  return {};
}

}  // namespace

TEST_CASE("every setting is a line with value and origin", "[describe]") {
  TestSchema schema;
  schema.customs = {{"custom.page", redisconf::generated::CustomType::size, 1, 1 << 20, "", "SHOP_PAGE"}};
  schema.shared = {{"custom.page", literal("64KiB"), "schema/services/shop.yaml custom.page.default"}};
  const auto config = TestConfig::load(schema, Inputs::from({{"SHOP_REDIS_PORT", "7000"}}));

  CHECK_THAT(line_of(config, "connection.port"), contains(" 7000 ") && contains("SHOP_REDIS_PORT"));
  CHECK_THAT(line_of(config, "connection.host"),
             contains(" localhost ") && contains("schema/redis.yaml environments.development"));
  CHECK_THAT(line_of(config, "timeouts.startup"), contains(" 5s ") && contains("catalogue"));
  CHECK_THAT(line_of(config, "tls.verify"), contains(" full "));
  CHECK_THAT(line_of(config, "connection.username"), contains("(unset)"));
  CHECK_THAT(line_of(config, "custom.page"), contains(" 64KiB ") && contains("schema/services/shop.yaml"));
}

TEST_CASE("secrets show as stars, set or not", "[describe]") {
  TestSchema schema;
  const auto config = TestConfig::load(schema, production_inputs());
  CHECK_THAT(line_of(config, "connection.password"), contains("***") && contains("REDIS_PASSWORD"));
  CHECK_THAT(line_of(config, "tls.key"), contains("(unset)"));
  CHECK_THAT(redisconf::describe(config), !contains("battery"));
}

TEST_CASE("the summary says where, to whom and how", "[describe]") {
  TestSchema schema;
  Inputs inputs = production_inputs();
  inputs.set("REDIS_PORT", "6380");
  CHECK(redisconf::summary(TestConfig::load(schema, inputs)) ==
        "shop in production: :***@redis.example:6380/0, TLS verified by name");
  CHECK(redisconf::summary(TestConfig::load(schema, Inputs::from({}))) ==
        "shop in development: localhost:6379/0, no TLS");
}

TEST_CASE("weaker TLS shows in the summary, with its reason", "[describe]") {
  TestSchema schema;
  schema.unverified_because = "the old cluster has no certificates of its own";
  schema.set_strict("tls.verify", literal("none"));
  CHECK_THAT(redisconf::summary(TestConfig::load(schema, production_inputs())),
             contains("TLS NOT verified because: the old cluster has no certificates of its own"));
  schema.set_strict("tls.verify", literal("ca"));
  CHECK_THAT(redisconf::summary(TestConfig::load(schema, production_inputs())),
             contains("TLS verified without the name"));
}

TEST_CASE("endpoints mask the password and bracket IPv6", "[describe]") {
  TestSchema schema;
  Inputs inputs = Inputs::from({{"REDIS_HOST", "2001:db8::7"}, {"REDIS_DATABASE", "3"}});
  CHECK(redisconf::endpoint(TestConfig::load(schema, inputs)) == "[2001:db8::7]:6379/3");
  inputs.set("REDIS_USERNAME", "app");
  inputs.set("REDIS_PASSWORD", "hunter2");
  CHECK(redisconf::endpoint(TestConfig::load(schema, inputs)) == "app:***@[2001:db8::7]:6379/3");
}

TEST_CASE("a password without a user shows as one", "[describe]") {
  TestSchema schema;
  CHECK(redisconf::endpoint(TestConfig::load(schema, Inputs::from({{"REDIS_PASSWORD", "hunter2"}}))) ==
        ":***@localhost:6379/0");
}

// Secrets in variables: of their own, of other settings, of files, of nothing.
#include "config/canary/support.h"

#include <redisconf/config/catalogue.h>

#include <algorithm>

using namespace redisconf::test;
using redisconf::Inputs;
using redisconf::SettingInfo;
using redisconf::SettingType;

namespace {

constexpr const char* kCustom = "SHOP_GREETING";

// A schema that also reads a variable and a secret of other names, and a setting of its own.
TestSchema schema_of_every_name() {
  TestSchema schema;
  schema.set_strict("connection.port", redisconf::generated::variable("TEAM_PORT", "6379"));
  schema.set_strict("tls.ca", redisconf::generated::secret("private-ca"));
  schema.customs.push_back(
      {"custom.greeting", redisconf::generated::CustomType::choice, 0, 0, "hello|goodbye", kCustom});
  const redisconf::generated::Value greeting{"custom.greeting", redisconf::generated::literal("hello"),
                                             "schema"};
  schema.relaxed.push_back(greeting);
  schema.strict.push_back(greeting);
  return schema;
}

Inputs complete_inputs() {
  Inputs inputs = production_inputs();
  inputs.set("PRIVATE_CA", "an authority");
  return inputs;
}

// Every variable that load() looks at, in both environments, and some that nothing reads.
std::vector<std::string> all_variables() {
  std::vector<std::string> names{"ENVIRONMENT",
                                 "APP_ENV",
                                 "REDISHOST",
                                 "REDISPORT",
                                 "REDISUSER",
                                 "REDISPASSWORD",
                                 "REDIS_AUTH_TOKEN",
                                 "TEAM_PORT",
                                 "PRIVATE_CA",
                                 "PRIVATE_CA_FILE",
                                 kCustom,
                                 "REDIS_PASWORD",
                                 "REDIS_REST_TOKEN",
                                 "CREDENTIALS_DIRECTORY"};
  for (const SettingInfo& setting : redisconf::catalogue()) {
    for (const char* const prefix : {"", "SHOP_"}) {
      const std::string name = prefix + std::string(setting.variable);
      names.push_back(name);
      if (setting.type == SettingType::secret) names.push_back(name + "_FILE");
    }
  }
  return names;
}

// describe() shows texts and hosts, as the operator needs: a user name is no secret. Errors
// show none.
bool is_shown(const std::string& variable) {
  if (variable == "REDISUSER" || variable == "REDISHOST") return true;
  return std::ranges::any_of(redisconf::catalogue(), [&](const SettingInfo& setting) {
    const bool is_text = setting.type == SettingType::text || setting.type == SettingType::host;
    return is_text && variable.ends_with(setting.variable);
  });
}

std::string output_with(const std::string& variable, const std::string& text, Inputs inputs) {
  TestSchema schema = schema_of_every_name();
  inputs.set(variable.c_str(), text);
  return is_shown(variable) ? all_errors(schema, inputs) : all_output(schema, inputs);
}

}  // namespace

TEST_CASE("a secret in any variable of production never comes out", "[canary]") {
  for (const std::string& variable : all_variables()) {
    CAPTURE(variable);
    each_secret([&](const std::string& secret) {
      for (const std::string& text : disguises(secret)) {
        require_silence(output_with(variable, text, complete_inputs()));
      }
    });
  }
}

TEST_CASE("a secret in any variable of development never comes out", "[canary]") {
  for (const std::string& variable : all_variables()) {
    CAPTURE(variable);
    each_secret([&](const std::string& secret) {
      for (const std::string& text : disguises(secret)) {
        require_silence(output_with(variable, text, Inputs::from({})));
      }
    });
  }
}

TEST_CASE("a misplaced text that is refused does not come out either", "[canary]") {
  TestSchema schema;
  each_secret([&](const std::string& secret) {
    Inputs inputs = production_inputs();
    inputs.set("REDIS_HOST", "user:" + secret + "@redis.example");
    inputs.set("REDIS_USERNAME", secret + "\n");
    inputs.set("REDIS_SECRETS_DIRECTORY", "\x01" + secret);
    const std::string errors = all_errors(schema, inputs);
    CHECK(errors.find("3 problems") != std::string::npos);
    require_silence(errors);
  });
}

TEST_CASE("a secret that is set twice, or in two ways, never comes out", "[canary]") {
  TestSchema schema;
  each_secret([&](const std::string& secret) {
    for (const char* const other : {"REDIS_PASSWORD_FILE", "SHOP_REDIS_PASSWORD", "REDIS_URL"}) {
      Inputs inputs = production_inputs();
      inputs.set("REDIS_PASSWORD", secret);
      inputs.set(other, std::string("rediss://:another-password@redis.example"));
      require_silence(all_output(schema, inputs));
    }
  });
}

TEST_CASE("secrets of every kind together never come out", "[canary]") {
  TestSchema schema;
  schema.strict.clear();  // sentinels stand for a host
  Inputs inputs = Inputs::from({{"ENVIRONMENT", "production"},
                                {"REDIS_SENTINEL_NODES", "a.example:26379"},
                                {"REDIS_SENTINEL_MASTER", "main"}});
  std::size_t number = 0;
  for (const SettingInfo& setting : redisconf::catalogue()) {
    if (setting.type == SettingType::secret) {
      inputs.set(std::string(setting.variable).c_str(), canary().secret(++number));
    }
  }
  REQUIRE(all_errors(schema, inputs).empty());
  require_silence(all_output(schema, inputs));

  inputs.set("REDIS_PORT", "wrong");
  REQUIRE_FALSE(all_errors(schema, inputs).empty());
  require_silence(all_output(schema, inputs));
}

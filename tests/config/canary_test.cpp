// A random secret is put into every place where an operator might put one, rightly or not. It
// must not come out anywhere.
#include <redisconf/config/catalogue.h>
#include <redisconf/config/describe.h>
#include <redisconf/config/settings.h>

#include "support.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using redisconf::Inputs;
using redisconf::SettingInfo;
using redisconf::SettingType;
using redisconf::test::contains;
using redisconf::test::production_inputs;
using redisconf::test::report_of;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

namespace {

constexpr unsigned kSeed = 20'240'607;  // a failure can be repeated
constexpr int kRounds = 8;

std::string random_secret(std::mt19937& random) {
  constexpr std::string_view kCharacters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
  std::uniform_int_distribution<std::size_t> any(0, kCharacters.size() - 1);
  std::string secret;
  while (secret.size() < 24) secret += kCharacters[any(random)];
  return secret;
}

// Every variable that load() looks at, in both environments.
std::vector<std::string> all_variables() {
  std::vector<std::string> names{"ENVIRONMENT", "APP_ENV"};
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
  return std::ranges::any_of(redisconf::catalogue(), [&](const SettingInfo& setting) {
    const bool is_text = setting.type == SettingType::text || setting.type == SettingType::host;
    return is_text && variable.ends_with(setting.variable);
  });
}

// Everything that a configuration says about itself.
std::string all_output(TestSchema& schema, const Inputs& inputs) {
  if (const std::string report = report_of(schema, inputs); !report.empty()) return report;
  const auto config = TestConfig::load(schema, inputs);
  std::string text = redisconf::describe(config) + redisconf::summary(config) + redisconf::endpoint(config);
  for (const SettingInfo& setting : redisconf::catalogue()) {
    text += config.origin(std::string(setting.path).c_str());
  }
  return text;
}

// As it is, and broken in ways that tempt a message to quote it.
std::vector<std::string> disguises(const std::string& secret) {
  return {secret,
          secret + "\n",
          "\x1b[31m" + secret,
          secret + "\xFF",
          "redis://:" + secret + "@h:6379/0",
          "250" + secret,
          "0" + secret,
          secret + std::string(5000, 'x')};
}

}  // namespace

TEST_CASE("a secret in any variable never comes out", "[canary]") {
  std::mt19937 random(kSeed);
  TestSchema schema;
  for (const std::string& variable : all_variables()) {
    const std::string secret = random_secret(random);
    for (const std::string& text : disguises(secret)) {
      for (Inputs inputs : {production_inputs(), Inputs::from({})}) {
        CAPTURE(variable);
        inputs.set(variable.c_str(), text);
        CHECK_THAT(is_shown(variable) ? report_of(schema, inputs) : all_output(schema, inputs),
                   !contains(secret));
      }
    }
  }
}

TEST_CASE("a misplaced text that is refused does not come out either", "[canary]") {
  std::mt19937 random(kSeed + 1);
  TestSchema schema;
  for (int round = 0; round < kRounds; ++round) {
    const std::string secret = random_secret(random);
    Inputs inputs = production_inputs();
    inputs.set("REDIS_HOST", "user:" + secret + "@redis.example");
    inputs.set("REDIS_USERNAME", secret + "\n");
    inputs.set("REDIS_SECRETS_DIRECTORY", "\x01" + secret);
    const std::string report = report_of(schema, inputs);
    CHECK_THAT(report, contains("3 problems") && !contains(secret));
  }
}

TEST_CASE("the content and the path of a secret's file never come out", "[canary]") {
  std::mt19937 random(kSeed + 2);
  TestSchema schema;
  for (int round = 0; round < kRounds; ++round) {
    const std::string secret = random_secret(random);
    const std::string path = "/secrets/" + random_secret(random);
    for (const std::string& content : disguises(secret)) {
      Inputs inputs = production_inputs();
      inputs.unset("REDIS_PASSWORD");
      inputs.set("REDIS_PASSWORD_FILE", path);
      inputs.set_file(path.c_str(), content.c_str());
      inputs.set("REDIS_TLS_CA_FILE", path + "-missing");
      CHECK_THAT(all_output(schema, inputs), !contains(secret) && !contains(path));
    }
  }
}

TEST_CASE("secrets of every kind together never come out", "[canary]") {
  std::mt19937 random(kSeed + 3);
  TestSchema schema;
  Inputs inputs = production_inputs();
  std::vector<std::string> secrets;
  for (const SettingInfo& setting : redisconf::catalogue()) {
    if (setting.type != SettingType::secret) continue;
    secrets.push_back(random_secret(random));
    inputs.set(std::string(setting.variable).c_str(), secrets.back());
  }
  REQUIRE(report_of(schema, inputs).empty());
  for (const std::string& secret : secrets) CHECK_THAT(all_output(schema, inputs), !contains(secret));

  inputs.set("REDIS_PORT", "wrong");
  REQUIRE_FALSE(report_of(schema, inputs).empty());
  for (const std::string& secret : secrets) CHECK_THAT(all_output(schema, inputs), !contains(secret));
}

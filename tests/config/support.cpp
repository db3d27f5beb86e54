#include "support.h"

#include <algorithm>

namespace redisconf::test {
namespace {

void replace(std::vector<generated::Value>& values, const generated::Value& value) {
  const auto found = std::ranges::find_if(values, [&](const generated::Value& existing) {
    return std::string_view(existing.path) == value.path;
  });
  if (found == values.end()) {
    values.push_back(value);
  } else {
    *found = value;
  }
}

}  // namespace

TestSchema::TestSchema()
    : relaxed{{"connection.host", generated::literal("localhost"),
               "schema/redis.yaml environments.development.connection.host"}},
      strict{{"connection.host", generated::variable("REDIS_HOST"),
              "schema/redis.yaml environments.production.connection.host"},
             {"connection.password", generated::secret("redis-password"),
              "schema/redis.yaml environments.production.connection.password"}} {}

void TestSchema::set_strict(const char* path, generated::Text text) {
  replace(strict, {path, text, "schema/redis.yaml environments.production"});
}

void TestSchema::set_relaxed(const char* path, generated::Text text) {
  replace(relaxed, {path, text, "schema/redis.yaml environments.development"});
}

const generated::Schema& TestSchema::tables() {
  environments_ = {
      {"development", "schema/redis.yaml environments.development", false, nullptr, relaxed},
      {"test", "schema/redis.yaml environments.test", false, nullptr, relaxed},
      {"staging", "schema/redis.yaml environments.staging", true, unverified_because, strict},
      {"production", "schema/redis.yaml environments.production", true, unverified_because, strict}};
  schema_ = {.service = "shop",
             .key_prefix = "shop:",
             .variable_prefix = "SHOP_",
             .entry = "schema/redis.yaml environment",
             .detection_variables = variables,
             .aliases = aliases,
             .default_environment = default_environment,
             .environments = environments_,
             .shared = shared,
             .customs = customs,
             .caches = caches,
             .channels = channels,
             .queues = queues,
             .ignored_variables = ignored};
  return schema_;
}

TestConfig TestConfig::load(TestSchema& schema, const Inputs& inputs) { return {schema.tables(), inputs}; }

TestConfig TestConfig::load(const generated::Schema& tables, const Inputs& inputs) {
  return {tables, inputs};
}

Inputs production_inputs() {
  return Inputs::from({{"ENVIRONMENT", "production"},
                       {"REDIS_HOST", "redis.example"},
                       {"REDIS_PASSWORD", "correct horse battery staple"}});
}

std::vector<Problem> problems_of(TestSchema& schema, const Inputs& inputs) {
  try {
    (void)TestConfig::load(schema, inputs);
  } catch (const ConfigurationError& error) {
    return error.problems();
  }
  return {};
}

std::string report_of(TestSchema& schema, const Inputs& inputs) {
  try {
    (void)TestConfig::load(schema, inputs);
  } catch (const ConfigurationError& error) {
    return error.what();
  }
  return {};
}

Problem problem_at(const std::vector<Problem>& problems, std::string_view where) {
  REQUIRE(std::ranges::count(problems, where, &Problem::where) == 1);
  return *std::ranges::find(problems, where, &Problem::where);
}

}  // namespace redisconf::test

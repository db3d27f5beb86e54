// What the tests of redisconf::config share: a schema as the generator would write it, and a
// wrapper over it as a service would hold it.
#pragma once

#include "support/catch.h"

#include <redisconf/config/errors.h>
#include <redisconf/config/generated.h>
#include <redisconf/config/inputs.h>
#include <redisconf/config/service_config.h>

#include <string>
#include <string_view>
#include <vector>

namespace redisconf::test {

// The tables of one service. Starts as: development (the default, on localhost), test, and the
// strict staging and production, whose host and password come from the process. Tests change
// what they mean; the object must outlive every TestConfig made from it.
struct TestSchema {
  std::vector<const char*> variables{"ENVIRONMENT", "APP_ENV"};
  std::vector<generated::Alias> aliases{{"dev", "development"}, {"prod", "production"}};
  const char* default_environment = "development";
  const char* unverified_because = nullptr;  // of the strict environments
  std::vector<generated::Value> shared;
  std::vector<generated::Value> relaxed;  // development and test
  std::vector<generated::Value> strict;   // staging and production
  std::vector<generated::Custom> customs;
  std::vector<generated::Cache> caches;
  std::vector<generated::Channel> channels;
  std::vector<generated::Queue> queues;
  std::vector<const char*> ignored;

  TestSchema();

  // Replaces the strict environments' value of that setting, or adds it.
  void set_strict(const char* path, generated::Text text);
  void set_relaxed(const char* path, generated::Text text);

  // Fills the tables below; call again after a change.
  [[nodiscard]] const generated::Schema& tables();

 private:
  std::vector<generated::Environment> environments_;
  generated::Schema schema_{};
};

// As a generated wrapper: one class over ServiceConfig.
class TestConfig : public ServiceConfig {
 public:
  [[nodiscard]] static TestConfig load(TestSchema& schema, const Inputs& inputs);
  [[nodiscard]] static TestConfig load(const generated::Schema& tables, const Inputs& inputs);

  using ServiceConfig::cache;
  using ServiceConfig::channel;
  using ServiceConfig::custom_number;
  using ServiceConfig::custom_text;
  using ServiceConfig::queue;

 private:
  using ServiceConfig::ServiceConfig;
};

// All that production needs, and nothing else.
[[nodiscard]] Inputs production_inputs();

// What load() finds wrong; empty when it loads.
[[nodiscard]] std::vector<Problem> problems_of(TestSchema& schema, const Inputs& inputs);

// The whole report of the failure; empty when it loads.
[[nodiscard]] std::string report_of(TestSchema& schema, const Inputs& inputs);

// The problem at that place; fails the test when there is none or more than one.
[[nodiscard]] Problem problem_at(const std::vector<Problem>& problems, std::string_view where);

}  // namespace redisconf::test

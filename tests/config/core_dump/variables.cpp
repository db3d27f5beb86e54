#include "variables.h"

#include <redisconf/config/describe.h>
#include <redisconf/config/errors.h>
#include <redisconf/config/generated.h>
#include <redisconf/config/inputs.h>
#include <redisconf/config/service_config.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>

namespace {

namespace generated = redisconf::generated;

constexpr std::array kValues{
    generated::Value{"connection.password", generated::secret("probe-password"), "schema"},
    generated::Value{"tls.ca", generated::secret("probe-ca"), "schema"}};
constexpr std::array kEnvironments{generated::Environment{"production", "schema", true, nullptr, kValues}};
constexpr std::array kVariables{"ENVIRONMENT"};
constexpr generated::Schema kSchema{.service = "probe",
                                    .key_prefix = "probe:",
                                    .variable_prefix = "PROBE_",
                                    .entry = "schema",
                                    .detection_variables = kVariables,
                                    .aliases = {},
                                    .default_environment = nullptr,
                                    .environments = kEnvironments,
                                    .shared = {},
                                    .customs = {},
                                    .caches = {},
                                    .channels = {},
                                    .queues = {}};

class ProbeConfig : public redisconf::ServiceConfig {
 public:
  explicit ProbeConfig(const redisconf::Inputs& inputs) : ServiceConfig(kSchema, inputs) {}
};

// Kept as a program keeps them, so that a dump holds them.
std::optional<redisconf::Inputs> inputs;
std::optional<ProbeConfig> config;

}  // namespace

bool load_from_variables(bool wipe, const char* environ_file) {
  // One variable stands on the heap then, and where the kernel put it, out of environ's reach.
  const char* const named = std::getenv("PROBE_CA");
  if (named == nullptr || ::setenv("PROBE_CA", named, 1) != 0) return false;
  inputs = redisconf::Inputs::process();
  inputs->set_env_folder(nullptr);
  try {
    config.emplace(*inputs);
    if (wipe) {
      inputs->wipe_secret_variables(*config);
      config.emplace(*inputs);  // as ConfigWatcher does
    }
  } catch (const redisconf::ConfigurationError& error) {
    std::cerr << error.what() << '\n';
    return false;
  }
  std::ofstream(environ_file, std::ios::binary)
      << std::ifstream("/proc/self/environ", std::ios::binary).rdbuf();
  return !redisconf::describe(*config).empty();
}

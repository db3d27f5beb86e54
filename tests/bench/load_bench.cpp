// What load() of the auth service costs with 60 variables in the environment of the process, secrets
// among them: as a program calls it, and without looking for .env files. Beside it, in the same
// rounds, the YAML library loading what the service reads, and one bare walk over the environment.
// Usage: load_bench
#include "load_variables.h"
#include "support/allocations.h"

#include <auth/redis_config.h>
#include <redisconf/config/resources.h>
#include <redisconf/config/settings.h>

#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <vector>

namespace {

using auth::RedisConfig;
using redisconf::Inputs;
using redisconf::test::allocations_of;

// Keeps results alive, so that no work is optimised away.
volatile long long sink = 0;

// Finds the end of each name, which every reader of the environment must.
long long walk() {
  long long sum = 0;
  for (char** entry = environ; *entry != nullptr; ++entry) sum += std::strchr(*entry, '=') - *entry;
  return sum;
}

// A setting of each kind, and where one came from.
long long read_settings(const RedisConfig& config) {
  const auto& connection = config.connection();
  const auto sizes =
      connection.host.size() + connection.password.reveal().size() + config.tls().ca.reveal().size();
  return static_cast<long long>(sizes) + connection.port + config.pool().connections +
         config.timeouts().command.count() + config.max_login_attempts() + (config.tls().enabled ? 1 : 0) +
         config.sessions_cache().time_to_live.count() +
         static_cast<long long>(config.user_events_channel().spool_bytes) + *config.origin("connection.host");
}

template <class Call>
double microseconds_of(const Call& call, int calls) {
  const auto start = std::chrono::steady_clock::now();
  for (int count = 0; count < calls; ++count) sink = sink + call();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count() / calls;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void bench() {
  constexpr int kRounds = 201;
  redisconf::bench::set_production_environment();
  Inputs without_files = Inputs::process();
  without_files.set_env_folder(nullptr);
  const std::string yaml = redisconf::bench::production_settings_as_yaml();
  const auto load = [] { return static_cast<long long>(RedisConfig::load().pool().connections); };
  const auto load_variables = [&] {
    return static_cast<long long>(RedisConfig::load(without_files).pool().connections);
  };
  const auto load_yaml = [&] { return static_cast<long long>(YAML::Load(yaml).size()); };

  std::array<std::vector<double>, 4> times;
  for (int round = 0; round < kRounds; ++round) {
    times[0].push_back(microseconds_of(load, 50));
    times[1].push_back(microseconds_of(load_variables, 50));
    times[2].push_back(microseconds_of(load_yaml, 2));
    times[3].push_back(microseconds_of(walk, 50));
  }
  const double ours = median(times[0]);
  const double library = median(times[2]);
  std::printf(
      "load() with %d variables set, %d of them read, no .env file there: %.2f us (limit 5 us) "
      "| without looking for .env files: %.2f us | YAML::Load of what is read: %.1f us (%.0f times) "
      "| a bare walk over environ: %.2f us\n",
      redisconf::bench::kVariables, redisconf::bench::kVariablesRead, ours, median(times[1]), library,
      library / ours, median(times[3]));
  const RedisConfig config = RedisConfig::load();
  std::printf("allocations: load() %ld | YAML::Load %ld | reading ten settings %ld (limit 0)\n",
              allocations_of([&] { sink = sink + load(); }),
              allocations_of([&] { sink = sink + load_yaml(); }),
              allocations_of([&] { sink = sink + read_settings(config); }));
}

}  // namespace

int main() {
  try {
    bench();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "load_bench: %s\n", error.what());
    return 1;
  }
}

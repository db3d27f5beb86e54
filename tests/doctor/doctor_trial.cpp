#include "doctor_trial.h"

#include <chrono>
#include <stdexcept>
#include <thread>

#include "support/catch.h"

namespace redisconf::doctor::test {
namespace {

constexpr std::string_view kShared =
    "redisconf: 1\n"
    "environments:\n"
    "  development:\n"
    "    default: true\n"
    "    connection: {host: {env: REDIS_HOST}, port: {env: REDIS_PORT, default: 6379}}\n";

}  // namespace

Variables variables_for(const testing::RedisServer& server) {
  Variables variables{"REDIS_HOST=" + server.host(), "REDIS_PORT=" + std::to_string(server.port())};
  if (!server.password().empty()) variables.push_back("REDIS_PASSWORD=" + server.password());
  if (server.tls()) {
    variables.emplace_back("REDIS_TLS_ENABLED=true");
    variables.push_back("REDIS_TLS_CA=" + server.authority().certificate());
  }
  return variables;
}

DoctorTrial::DoctorTrial(std::string_view service) {
  folder_.write("schema/redis.yaml", kShared);
  folder_.write("schema/services/demo.yaml", service);
}

compiler::test::Run DoctorTrial::run(const Variables& variables,
                                     std::initializer_list<std::string> options) const {
  std::vector<std::string> arguments{"doctor", "demo"};
  arguments.insert(arguments.end(), options);
  return compiler::test::run_tool(folder(), arguments, variables);
}

nlohmann::json DoctorTrial::json(const Variables& variables, int status) const {
  const auto result = run(variables, {"--json"});
  INFO(result.output << result.errors);
  CHECK(result.status == status);
  return nlohmann::json::parse(result.output);
}

bool eventually(const std::function<bool()>& holds) {
  constexpr int kAttempts = 300;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

nlohmann::json check_of_node(const nlohmann::json& report, const std::string& part,
                             const testing::RedisServer& node, const std::string& name) {
  const std::string address = node.host() + ':' + std::to_string(node.port());
  for (const auto& check : report["checks"]) {
    if (check.value("part", "") == part && check.value("node", "") == address && check["name"] == name)
      return check;
  }
  throw std::runtime_error("no check called " + name + " of " + part + ' ' + address + " in " +
                           report.dump(2));
}

nlohmann::json check_named(const nlohmann::json& report, const std::string& name) {
  for (const auto& check : report["checks"]) {
    if (check["name"] == name) return check;
  }
  throw std::runtime_error("no check called " + name + " in " + report.dump(2));
}

}  // namespace redisconf::doctor::test

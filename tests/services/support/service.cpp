#include "service.h"

#include "monitoring/support/http.h"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace redisconf::test {

using testing::RedisServer;
using testing::RedisServerOptions;

RedisServer secured_redis() {
  RedisServerOptions options;
  options.tls = true;
  options.password = kPassword;
  return RedisServer(options);
}

RedisServer plain_redis() { return RedisServer(); }

std::vector<std::string> development(const RedisServer& redis) {
  return {"ENVIRONMENT=development", "REDIS_HOST=" + redis.host(),
          "REDIS_PORT=" + std::to_string(redis.port()), "REDIS_RETRY_MAX_BACKOFF=100ms"};
}

Staging::Staging(const RedisServer& redis)
    : variables_{"ENVIRONMENT=staging",
                 "REDIS_HOST=" + redis.host(),
                 "REDIS_PORT=" + std::to_string(redis.port()),
                 "REDIS_LOOPBACK=allow",
                 "REDIS_PASSWORD_FILE=" + (folder_.path() / "password").string(),
                 "REDIS_CA_CERT_FILE=" + (folder_.path() / "ca.pem").string()} {
  write_password(kPassword);
  write_authority(redis.authority().certificate());
}

std::vector<std::string> Staging::with(const std::string& variable) const {
  std::vector<std::string> variables = variables_;
  variables.push_back(variable);
  return variables;
}

void Staging::write_password(const std::string& password) const {
  static_cast<void>(folder_.write("password", password));
}

void Staging::write_authority(const std::string& pem) const {
  static_cast<void>(folder_.write("ca.pem", pem));
}

Service::Service(const std::string& program, const std::vector<std::string>& environment)
    : program_(program, {"--port", "0"}, environment), line_(program_.read_line()) {
  const auto colon = line_.rfind(':');
  if (line_.empty() || colon == std::string::npos) {
    throw std::runtime_error("the service does not listen:\n" + program_.wait().errors);
  }
  port_ = std::stoi(line_.substr(colon + 1));
}

Ended Service::stop(int signal) {
  program_.signal(signal);
  return program_.wait();
}

bool becomes(int status, const Service& service, const std::string& path) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (http_get(service.port(), path).status != status) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

nlohmann::json get_json(const Service& service, const std::string& path) {
  return nlohmann::json::parse(http_get(service.port(), path).body);
}

}  // namespace redisconf::test

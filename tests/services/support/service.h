// The services of this project, run against a throw-away Redis.
#pragma once

#include "program.h"

#include <redisconf/testing/redis_server.h>
#include <redisconf/testing/temporary_directory.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace redisconf::test {

inline constexpr auto kPassword = "correct-horse-battery";

// With a password and TLS, as staging wants it, or plain.
[[nodiscard]] testing::RedisServer secured_redis();
[[nodiscard]] testing::RedisServer plain_redis();

// The variables of a service in development, on a plain server.
[[nodiscard]] std::vector<std::string> development(const testing::RedisServer& redis);

// The variables of a service in staging, with its secrets in files of a private folder.
class Staging {
 public:
  explicit Staging(const testing::RedisServer& redis);
  [[nodiscard]] std::vector<std::string> variables() const { return variables_; }
  [[nodiscard]] std::vector<std::string> with(const std::string& variable) const;
  void write_password(const std::string& password) const;
  void write_authority(const std::string& pem) const;

 private:
  testing::TemporaryDirectory folder_;
  std::vector<std::string> variables_;
};

// A service that listens. Throws std::runtime_error with its errors when it does not.
class Service {
 public:
  Service(const std::string& program, const std::vector<std::string>& environment);

  [[nodiscard]] int port() const noexcept { return port_; }
  [[nodiscard]] const std::string& line() const noexcept { return line_; }  // "auth listening on ..."
  [[nodiscard]] Ended stop(int signal);

 private:
  Program program_;
  std::string line_;
  int port_ = 0;
};

// Whether GET of the path answers with the status, now or within 20 s.
[[nodiscard]] bool becomes(int status, const Service& service, const std::string& path);

// The body of GET as JSON.
[[nodiscard]] nlohmann::json get_json(const Service& service, const std::string& path);

}  // namespace redisconf::test

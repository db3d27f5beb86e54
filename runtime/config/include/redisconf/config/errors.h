// The base of everything the SDK throws, and the error of a wrong configuration.
//
// No message of these classes holds a secret or the value of a variable.
#pragma once

#include <redisconf/config/export.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

// Exit statuses of programs, after sysexits.h (BSD).
inline constexpr int kExitUsage = 64;             // EX_USAGE: wrong command line
inline constexpr int kExitBadData = 65;           // EX_DATAERR: wrong input
inline constexpr int kExitUnavailable = 69;       // EX_UNAVAILABLE: Redis can't be reached
inline constexpr int kExitBadConfiguration = 78;  // EX_CONFIG: wrong configuration

class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One thing that is wrong, in the words that an operator needs.
struct Problem {
  std::string where;  // the variable ("REDIS_HOST") or file that holds the fault
  std::string rule;   // what it must be, never what it is
  std::string entry;  // schema entry behind it: "schema/redis.yaml environments.staging.tls.verify"
  std::string fix;    // what to type
};

// All that is wrong with a configuration, reported once. what() is the whole report.
class ConfigurationError : public Error {
 public:
  ConfigurationError(std::string_view service, std::string_view environment, std::vector<Problem> problems);

  [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }

  // One line for logs: "the Redis configuration of auth in staging is wrong: 2 problems: REDIS_HOST
  // is not set: ...; REDIS_PORT is out of range: ...".
  [[nodiscard]] std::string summary() const;

 private:
  std::vector<Problem> problems_;
};

}  // namespace redisconf

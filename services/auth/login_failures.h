// Failed sign-ins of each user, and the pause that follows too many.
//
// Ownership:     refers to the client, which must outlive it.
// Thread-safety: every member may run concurrently.
// Errors:        redisconf::RedisError.
#pragma once

#include "auth/redis_config.h"

#include <redisconf/client/client.h>

#include <chrono>
#include <string>
#include <string_view>

namespace auth {

class LoginFailures {
 public:
  // Failures are forgotten this long after the first.
  static constexpr std::chrono::minutes kPause{15};

  LoginFailures(redisconf::Client& client, const RedisConfig& config);

  long long count_one(std::string_view user);  // how many there are now
  [[nodiscard]] bool is_paused(std::string_view user);
  void forget(std::string_view user);

  // Failed attempts before an account pauses.
  [[nodiscard]] long long most() const noexcept { return most_; }

 private:
  [[nodiscard]] std::string key_of(std::string_view user) const;

  redisconf::Client* client_;
  std::string prefix_;
  long long most_;
};

}  // namespace auth

// The doctor as a user starts it, for the service "demo" against a server of the test's.
#pragma once

#include <redisconf/testing/redis_server.h>

#include <functional>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support.h"
#include "tool.h"

namespace redisconf::doctor::test {

// With a queue: it wants a server that keeps what it is given.
inline constexpr std::string_view kQueueService =
    "redisconf: 1\nservice: demo\nqueues:\n  mails: {lease: 8s}\n";
inline constexpr std::string_view kCacheService =
    "redisconf: 1\nservice: demo\ncaches:\n  pages: {ttl: 60s}\n";

using Variables = std::vector<std::string>;  // "NAME=value"

// How to reach the server as it is.
[[nodiscard]] Variables variables_for(const testing::RedisServer& server);

class DoctorTrial {
 public:
  explicit DoctorTrial(std::string_view service = kCacheService);

  [[nodiscard]] compiler::test::Run run(const Variables& variables,
                                        std::initializer_list<std::string> options = {}) const;

  // With --json; the exit status must be `status`.
  [[nodiscard]] nlohmann::json json(const Variables& variables, int status) const;

  [[nodiscard]] const std::string& folder() const noexcept { return folder_.path(); }

 private:
  compiler::test::TemporaryFolder folder_;
};

// Polls until it holds; false when it does not within 30 s.
[[nodiscard]] bool eventually(const std::function<bool()>& holds);

// The first check of that name, and the one of that server; must be there.
[[nodiscard]] nlohmann::json check_named(const nlohmann::json& report, const std::string& name);
[[nodiscard]] nlohmann::json check_of_node(const nlohmann::json& report, const std::string& part,
                                           const testing::RedisServer& node, const std::string& name);

}  // namespace redisconf::doctor::test

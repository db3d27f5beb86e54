// A configuration as a generated wrapper makes one, for a service called "trial" with an ordinary
// environment (development) and a strict one (production).
#pragma once

#include <redisconf/config/inputs.h>
#include <redisconf/config/service_config.h>
#include <redisconf/testing/redis_server.h>

#include <string>

namespace redisconf::test {

class TrialConfig : public ServiceConfig {
 public:
  explicit TrialConfig(const Inputs& inputs);
};

// Development, without TLS.
[[nodiscard]] Inputs trial_inputs(const std::string& host, int port);

// Pauses between tries and between dials of 20 ms at most.
void set_short_retries(Inputs& inputs);

// A configuration for the server as it is: TLS, password.
[[nodiscard]] TrialConfig trial_config(const testing::RedisServer& server);

}  // namespace redisconf::test

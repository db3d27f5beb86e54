// Inputs for load() that lead a service's wrapper to a throw-away server.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/inputs.h>
#include <redisconf/testing/redis_server.h>

#include <string>

namespace redisconf {
namespace testing REDISCONF_PUBLIC {

// Strict environments turn TLS on by themselves and lock REDIS_TLS_ENABLED.
enum class Strictness { ordinary, strict };

// ENVIRONMENT, REDIS_HOST, REDIS_PORT and REDIS_LOOPBACK; REDIS_PASSWORD when the server has one;
// REDIS_TLS_CA, and REDIS_TLS_ENABLED in ordinary environments, when it speaks TLS.
[[nodiscard]] REDISCONF_PUBLIC Inputs inputs_for(const RedisServer& server, const std::string& environment,
                                                 Strictness strictness = Strictness::ordinary);

}  // namespace redisconf
}  // namespace redisconf

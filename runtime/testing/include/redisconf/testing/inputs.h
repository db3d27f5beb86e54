// Inputs for load(): of an environment as it ought to be, and such that lead a service's wrapper to a
// throw-away server.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/inputs.h>
#include <redisconf/testing/cluster_setup.h>
#include <redisconf/testing/memory_redis.h>
#include <redisconf/testing/redis_server.h>
#include <redisconf/testing/sentinel_setup.h>

#include <string>

namespace redisconf {
namespace testing REDISCONF_PUBLIC {

// Strict environments turn TLS on by themselves and lock REDIS_TLS_ENABLED.
enum class Strictness { ordinary, strict };

// ENVIRONMENT, REDIS_HOST, REDIS_PORT and REDIS_LOOPBACK; REDIS_PASSWORD when the server has one;
// REDIS_TLS_CA, and REDIS_TLS_ENABLED in ordinary environments, when it speaks TLS.
[[nodiscard]] REDISCONF_PUBLIC Inputs inputs_for(const RedisServer& server, const std::string& environment,
                                                 Strictness strictness = Strictness::ordinary);

// The same for the first node of a cluster, with REDIS_CLUSTER_ENABLED.
[[nodiscard]] REDISCONF_PUBLIC Inputs inputs_for(const ClusterSetup& cluster, const std::string& environment,
                                                 Strictness strictness = Strictness::ordinary);

// REDIS_SENTINEL_NODES and REDIS_SENTINEL_MASTER in place of host and port; REDIS_SENTINEL_PASSWORD when they
// have one.
[[nodiscard]] REDISCONF_PUBLIC Inputs inputs_for(const SentinelSetup& setup, const std::string& environment,
                                                 Strictness strictness = Strictness::ordinary);

// ENVIRONMENT and REDIS_URL. Strict environments refuse memory:// when they load.
[[nodiscard]] REDISCONF_PUBLIC Inputs inputs_for(const MemoryRedis& redis, const std::string& environment);

// ENVIRONMENT, and a host and password of it that satisfy a strict environment too: REDIS_HOST is
// redis.<environment>.example, a name that never resolves (RFC 2606). A test that means one thing
// sets or unsets that. Nothing of this process's own environment is in it.
[[nodiscard]] REDISCONF_PUBLIC Inputs inputs_for(const std::string& environment);

}  // namespace redisconf
}  // namespace redisconf

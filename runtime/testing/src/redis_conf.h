// redis.conf of a throw-away server.
#pragma once

#include "redisconf/testing/redis_server.h"

#include <filesystem>
#include <string>

namespace redisconf::testing {

// Expects server.crt, server.key and ca.crt in the folder when the server speaks TLS.
[[nodiscard]] std::string redis_conf(const RedisServerOptions& options,
                                     const std::filesystem::path& directory, int port, int bus_port);

// As redis.conf reads strings: in quotes, any byte as \xHH.
[[nodiscard]] std::string conf_quoted(const std::string& text);

// For primaries with replicas: synchronize over disk. After a diskless synchronization (Redis' default
// since 7.0) the primary sends nothing before the replica's first acknowledgement, up to a second later, and
// counts it among the good ones of min-replicas-to-write all the same; a failover then loses what was
// acknowledged meanwhile.
inline constexpr const char* kSynchronizeOverDisk = "repl-diskless-sync no";

}  // namespace redisconf::testing

// The ways to a server that are measured beside each other.
#pragma once

#include "put_load.h"

#include <redisconf/client/client.h>
#include <redisconf/testing/redis_server.h>

#include <cstddef>

namespace redisconf::bench {

struct Address {
  int port = 0;
  const testing::RedisServer* tls = nullptr;  // whose certificate is checked; plain without
};

// One Client for all threads: calls that wait, batches, or futures with so many in flight.
[[nodiscard]] CallerFactory client_calls(Client& client);
[[nodiscard]] CallerFactory client_batches(Client& client, int size);
[[nodiscard]] CallerFactory client_futures(Client& client, std::size_t depth);

// hiredis as it comes, a connection a thread. hiredis 0.14 knows no TLS: there redisReader and
// redisFormatCommandArgv work over a blocking socket with OpenSSL, as hiredis_ssl does since 1.0.
[[nodiscard]] CallerFactory hiredis_calls(Address address);
[[nodiscard]] CallerFactory hiredis_batches(Address address, int size);

}  // namespace redisconf::bench

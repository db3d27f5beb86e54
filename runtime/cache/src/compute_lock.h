// The right to compute an entry, between processes: a key with a random token that ends by itself
// when its holder dies (redis.io/docs/latest/commands/set, "Patterns"). It spares work and guards
// nothing: two may compute at once after a lease that was too short.
//
// Ownership:     refers to the client. Releases in the destructor, if the key still holds its token.
// Thread-safety: none.
// Errors:        try_acquire() throws RedisError; release throws none: the lease ends by itself.
#pragma once

#include "redisconf/client/client.h"

#include <chrono>
#include <string>

namespace redisconf::cache {

class ComputeLock {
 public:
  ComputeLock(Client& client, std::string key, std::chrono::milliseconds lease);
  ComputeLock(const ComputeLock&) = delete;
  ComputeLock& operator=(const ComputeLock&) = delete;
  ~ComputeLock();

  [[nodiscard]] bool try_acquire();

 private:
  Client* client_;
  std::string key_;
  std::string token_;
  std::string lease_;
  bool held_ = false;
};

}  // namespace redisconf::cache

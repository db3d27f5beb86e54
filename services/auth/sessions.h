// Sessions of signed-in users, in the cache `sessions` of the schema.
//
// A session is the key <prefix><id> that holds its user and ends by itself. Beside it, each
// user's sorted set <prefix>of:<user> names the sessions by the time of their end, so that all
// of a user's can be revoked. Each change of both is one script, which Redis runs as a whole.
//
// Ownership:     refers to the client and the configuration, which must outlive it; copies share
//                their counts.
// Thread-safety: every member may run concurrently.
// Errors:        redisconf::RedisError: without Redis there are no sessions.
#pragma once

#include "auth/redis_config.h"

#include <redisconf/cache/stats.h>
#include <redisconf/client/client.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace auth {

struct Session {
  std::string user;
  std::chrono::milliseconds expires_in{0};
};

class Sessions {
 public:
  // Throws std::logic_error when the schema lets sessions live for ever.
  Sessions(redisconf::Client& client, const RedisConfig& config);

  [[nodiscard]] std::string create(std::string_view user);  // the session's id
  [[nodiscard]] std::optional<Session> find(std::string_view id);

  // Ends the session that much from now; at most longest() counts. Whether there is one.
  bool expire(std::string_view id, std::chrono::milliseconds from_now);

  bool revoke(std::string_view id);             // whether there was one
  long long revoke_all(std::string_view user);  // how many there were

  // Time to live of a new session.
  [[nodiscard]] std::chrono::milliseconds longest() const noexcept { return longest_; }

  // Hits, misses, writes and failures. Nothing stands in for Redis, so the mode is always `redis`.
  [[nodiscard]] redisconf::CacheStats stats() const noexcept;

 private:
  struct Counts {
    std::atomic<std::uint64_t> hits{0};
    std::atomic<std::uint64_t> misses{0};
    std::atomic<std::uint64_t> writes{0};
    std::atomic<std::uint64_t> failures{0};
  };

  [[nodiscard]] std::optional<Session> look_up(std::string_view id);
  redisconf::Reply write(std::initializer_list<std::string_view> script);
  [[nodiscard]] std::string key_of(std::string_view id) const;
  [[nodiscard]] std::string index_of(std::string_view user) const;

  redisconf::Client* client_;
  std::string prefix_;
  std::chrono::milliseconds longest_;
  std::shared_ptr<Counts> counts_ = std::make_shared<Counts>();
};

}  // namespace auth

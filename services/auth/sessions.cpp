#include "sessions.h"

#include "random_id.h"

#include <redisconf/client/errors.h>
#include <redisconf/config/resources.h>

#include <algorithm>
#include <stdexcept>

namespace auth {
namespace {

// KEYS: session, index. ARGV: user, id, time to live in ms. Forgets ended sessions on the way.
constexpr std::string_view kCreate = R"(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
redis.call('ZADD', KEYS[2], now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return 1)";

// KEYS: session. ARGV: prefix of indexes, id, ms from now, longest time to live in ms.
constexpr std::string_view kExpire = R"(
local user = redis.call('GET', KEYS[1])
if not user then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('ZADD', ARGV[1] .. user, now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', ARGV[1] .. user, ARGV[4])
return 1)";

// KEYS: session. ARGV: prefix of indexes, id.
constexpr std::string_view kRevoke = R"(
local user = redis.call('GET', KEYS[1])
if not user then return 0 end
redis.call('ZREM', ARGV[1] .. user, ARGV[2])
return redis.call('DEL', KEYS[1]))";

// KEYS: index. ARGV: prefix of sessions.
constexpr std::string_view kRevokeAll = R"(
local revoked = 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  revoked = revoked + redis.call('DEL', ARGV[1] .. id)
end
redis.call('DEL', KEYS[1])
return revoked)";

}  // namespace

Sessions::Sessions(redisconf::Client& client, const RedisConfig& config)
    : client_(&client),
      prefix_(config.sessions_cache().key_prefix),
      longest_(config.sessions_cache().time_to_live) {
  if (longest_.count() == 0) throw std::logic_error("sessions must end: give the cache `sessions` a ttl");
}

std::string Sessions::create(std::string_view user) {
  std::string id = random_id();
  static_cast<void>(
      write({"EVAL", kCreate, "2", key_of(id), index_of(user), user, id, std::to_string(longest_.count())}));
  return id;
}

std::optional<Session> Sessions::find(std::string_view id) try {
  std::optional<Session> session = look_up(id);
  ++(session ? counts_->hits : counts_->misses);
  return session;
} catch (const redisconf::RedisError&) {
  ++counts_->failures;
  throw;
}

std::optional<Session> Sessions::look_up(std::string_view id) {
  const std::string key = key_of(id);
  std::optional<std::string> user = client_->get(key);
  if (!user) return std::nullopt;
  const long long rest = client_->command({"PTTL", key}).as_integer();
  if (rest < 0) return std::nullopt;  // ended between the two commands
  return Session{std::move(*user), std::chrono::milliseconds(rest)};
}

bool Sessions::expire(std::string_view id, std::chrono::milliseconds from_now) {
  const std::string rest = std::to_string(std::min(from_now, longest_).count());
  return write({"EVAL", kExpire, "1", key_of(id), index_of(""), id, rest, std::to_string(longest_.count())})
             .as_integer() != 0;
}

bool Sessions::revoke(std::string_view id) {
  return write({"EVAL", kRevoke, "1", key_of(id), index_of(""), id}).as_integer() != 0;
}

long long Sessions::revoke_all(std::string_view user) {
  return write({"EVAL", kRevokeAll, "1", index_of(user), prefix_}).as_integer();
}

redisconf::Reply Sessions::write(std::initializer_list<std::string_view> script) try {
  ++counts_->writes;
  return client_->command(script);
} catch (const redisconf::RedisError&) {
  ++counts_->failures;
  throw;
}

redisconf::CacheStats Sessions::stats() const noexcept {
  redisconf::CacheStats stats;
  stats.mode = redisconf::CacheMode::redis;
  stats.hits = counts_->hits;
  stats.misses = counts_->misses;
  stats.writes = counts_->writes;
  stats.failures = counts_->failures;
  return stats;
}

std::string Sessions::key_of(std::string_view id) const { return prefix_ + std::string(id); }

std::string Sessions::index_of(std::string_view user) const { return prefix_ + "of:" + std::string(user); }

}  // namespace auth

#include "compute_lock.h"

#include "redisconf/client/errors.h"

#include <redisconf/config/random_token.h>

#include <utility>

namespace redisconf::cache {
namespace {

const Script& release_script() {
  static const Script script(
      "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0");
  return script;
}

}  // namespace

ComputeLock::ComputeLock(Client& client, std::string key, std::chrono::milliseconds lease)
    : client_(&client), key_(std::move(key)), token_(random_token()), lease_(std::to_string(lease.count())) {}

ComputeLock::~ComputeLock() {
  if (!held_) return;
  try {
    static_cast<void>(client_->eval(release_script(), {key_}, {token_}));
  } catch (const std::exception&) {  // the lease ends by itself
  }
}

bool ComputeLock::try_acquire() {
  held_ = !client_->command({"SET", key_, token_, "NX", "PX", lease_}).is_nil();
  return held_;
}

}  // namespace redisconf::cache

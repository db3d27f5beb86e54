#include "queue_keys.h"

#include <redisconf/client/errors.h>
#include <redisconf/client/info.h>

#include <charconv>
#include <stdexcept>

namespace redisconf::queue {

QueueKeys::QueueKeys(QueueSettings settings) : settings_(std::move(settings)) {
  for (int lane = 0; lane < 2 * settings_.priorities; ++lane) {
    lanes_.push_back(settings_.key_prefix + 's' + std::to_string(lane));
  }
  lane_count_ = std::to_string(lanes_.size());
}

std::string QueueKeys::bell(std::string_view generation) const {
  return settings_.key_prefix + "bell:" + std::string(generation);
}

std::string QueueKeys::feed(std::string_view name) const {
  return settings_.key_prefix + "feed:" + std::string(name);
}

int QueueKeys::checked(int priority) const {
  if (priority >= 0 && priority < settings_.priorities) return priority;
  throw std::invalid_argument("the queue '" + settings_.name + "' has priorities 0 to " +
                              std::to_string(settings_.priorities - 1));
}

int QueueKeys::lane_of(std::string_view key) const noexcept {
  key.remove_prefix(std::min(key.size(), settings_.key_prefix.size()));
  return key.starts_with('s') ? static_cast<int>(number_in(key.substr(1))) : -1;
}

Reply run(Client& client, const Script& script, const QueueKeys& keys,
          std::span<const std::string_view> arguments) {
  const std::string_view prefix = keys.prefix();
  return client.eval(script, std::span(&prefix, 1), arguments);
}

Reply run(Client& client, const Script& script, const QueueKeys& keys,
          std::initializer_list<std::string_view> arguments) {
  return run(client, script, keys, std::span(arguments.begin(), arguments.size()));
}

std::string eviction_warning(Client& client, const QueueKeys& keys) {
  // Through a script, so that a cluster asks the server that has the queue.
  static const Script kPolicy("return redis.call('INFO', 'memory')");
  const std::string info = run(client, kPolicy, keys, {}).as_string();
  const std::string policy(info_field(info, "maxmemory_policy").value_or("noeviction"));
  if (policy == "noeviction" || policy.starts_with("volatile-")) return {};  // no key of a queue expires
  return "maxmemory-policy " + policy + ": a full server would throw jobs of the queue '" +
         keys.settings().name + "' away";
}

std::string check_eviction(Client& client, const QueueKeys& keys) {
  std::string warning;
  try {
    warning = eviction_warning(client, keys);
  } catch (const RedisError& error) {
    if (error.category() != ErrorCategory::server && error.category() != ErrorCategory::auth) throw;
    return {};  // a user that may not ask
  }
  if (!warning.empty() && client.config().strict()) {
    RedisError::Details details;
    details.category = ErrorCategory::usage;
    details.retry_safe = true;
    details.cause = warning;
    details.fix = kEvictionFix;
    throw RedisError(std::move(details));
  }
  return warning;
}

long long number_in(std::string_view text) noexcept {
  long long number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace redisconf::queue

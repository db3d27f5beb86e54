#include "command_error.h"

#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"
#include "server_error.h"

#include <utility>
#include <vector>

namespace redisconf {
namespace {

RedisError::Details details_of(const ServiceConfig& config, ErrorCategory category, std::string cause) {
  RedisError::Details details;
  details.category = category;
  details.endpoint = endpoint(config);
  details.cause = std::move(cause);
  details.retry_safe = true;
  return details;
}

}  // namespace

RedisError server_error(const ServiceConfig& config, const std::string& text,
                        std::span<const std::string_view> arguments) {
  std::vector<std::string_view> hidden;
  if (!arguments.empty()) hidden.assign(arguments.begin() + 1, arguments.end());
  RedisError::Details details = describe_server_error(text, hidden, config.connection().password.reveal());
  details.endpoint = endpoint(config);
  return RedisError(std::move(details));
}

RedisError transport_error(const ServiceConfig& config, const Fault& fault, bool sent) {
  RedisError::Details details = details_of(config, fault.category(), fault.cause());
  details.retry_safe = !sent;
  details.fix = fault.fix();
  if (details.category == ErrorCategory::timeout) {
    details.fix = "look for slow commands (SLOWLOG GET), or raise " + setting("timeouts.command");
  }
  return RedisError(std::move(details));
}

RedisError timeout_error(const ServiceConfig& config, bool sent) {
  return transport_error(config, Fault(ErrorCategory::timeout, "no answer in time"), sent);
}

RedisError empty_command(const ServiceConfig& config) {
  return usage_error(config, "a command needs at least its name");
}

RedisError too_many_in_flight(const ServiceConfig& config) {
  RedisError::Details details =
      details_of(config, ErrorCategory::unavailable, "too many commands wait for replies, or to be sent");
  details.fix = "wait for earlier replies first, or raise " + setting("pool.connections");
  return RedisError(std::move(details));
}

RedisError usage_error(const ServiceConfig& config, std::string cause, std::string fix) {
  RedisError::Details details = details_of(config, ErrorCategory::usage, std::move(cause));
  details.fix = std::move(fix);
  return RedisError(std::move(details));
}

}  // namespace redisconf
